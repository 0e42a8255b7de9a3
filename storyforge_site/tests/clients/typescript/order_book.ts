// What an app does first, with nothing but the generated types: node built/order_book.js http://127.0.0.1:8000
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Problem = components["schemas"]["Problem"];

declare const process: { argv: string[] };

const address = process.argv[2];
if (!address) throw new Error("Say where the site is.");
const client = createClient<paths>({ baseUrl: address });

function taken<Answer>({ data, error }: { data?: Answer; error?: Problem }): Answer {
  if (data === undefined) throw new Error(`${error?.code}: ${error?.detail}`);
  return data;
}

const guest = taken(await client.POST("/v1/auth/guest", { body: { language: "en" } }));
client.use({
  onRequest({ request }) {
    request.headers.set("Authorization", `Bearer ${guest.access_token}`);
  },
});

const hero = taken(
  await client.POST("/v1/characters", {
    body: {
      name: "Ember",
      master_description: "a small green dragon with a blue scarf",
      personality_traits: ["shy"],
    },
  }),
);
const begun = taken(
  await client.POST("/v1/books", {
    params: { header: { "Idempotency-Key": "first-tap" } },
    body: {
      topic: "A shy dragon learns to swim",
      target_age: "5-7",
      style: "watercolor",
      character_id: hero.character_id,
    },
  }),
);
const job = taken(await client.GET("/v1/books/{job_id}", { params: { path: { job_id: begun.job_id } } }));
const heroes = taken(await client.GET("/v1/characters", { params: { query: { limit: 5 } } }));
const shelf = taken(await client.GET("/v1/library"));
const { credits } = taken(await client.GET("/v1/credits/status"));
const missing = await client.GET("/v1/books/{job_id}", { params: { path: { job_id: "job_nobody" } } });
const refused = await client.POST("/v1/books", { body: { topic: "", target_age: "5-7", style: "watercolor" } });

console.log(
  JSON.stringify({
    is_guest: guest.user.is_guest,
    status: job.status,
    heroes: heroes.characters.map((each) => each.name),
    books_on_shelf: shelf.total,
    credits_left: credits.credits,
    missing: missing.error?.code,
    refused: refused.error?.errors?.map((each) => each.field),
  }),
);
