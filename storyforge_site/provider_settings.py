"""The part of the settings about models: who is asked, with which key, at which address, for how long.

A chain such as `LLM_PROVIDER=anthropic,openai,offline` asks the next one when the one before is not to be had.
Names of models are settings because vendors change them; nothing else in the code knows one.
"""

from storyforge_site.environment import env, secret


def key(name: str, general: str, *, of: str, first_in: list[str]) -> str:
    """A vendor's own key. The general one is OpenAI's, which has no other, or else that of the first."""
    is_general = first_in[:1] == [of] and "openai" not in first_in
    return secret(name) or (secret(general) if is_general else "")


# --- text: openai (and every server that speaks like it), anthropic, gemini --------------------
LLM_PROVIDER: list[str] = env.list("LLM_PROVIDER", default=["offline"])
LLM_API_KEY: str = secret("LLM_API_KEY")
LLM_MODEL: str = env.str("LLM_MODEL", default="")
LLM_BASE_URL: str = env.str("LLM_BASE_URL", default="https://api.openai.com/v1")
LLM_TIMEOUT: float = env.float("LLM_TIMEOUT", default=30.0)
LLM_MAX_RETRIES: int = env.int("LLM_MAX_RETRIES", default=3)
ANTHROPIC_API_KEY: str = key("ANTHROPIC_API_KEY", "LLM_API_KEY", of="anthropic", first_in=LLM_PROVIDER)
ANTHROPIC_MODEL: str = env.str("ANTHROPIC_MODEL", default="claude-haiku-5-5")
ANTHROPIC_BASE_URL: str = env.str("ANTHROPIC_BASE_URL", default="https://api.anthropic.com/v1")
ANTHROPIC_VERSION: str = env.str("ANTHROPIC_VERSION", default="2023-06-01")
GEMINI_API_KEY: str = key("GEMINI_API_KEY", "LLM_API_KEY", of="gemini", first_in=LLM_PROVIDER)
GEMINI_MODEL: str = env.str("GEMINI_MODEL", default="gemini-3.5-flash-lite")
GEMINI_BASE_URL: str = env.str("GEMINI_BASE_URL", default="https://generativelanguage.googleapis.com/v1beta")

# --- pictures: openai (and compatible), imagen (Gemini's image models), replicate, fal ---------
IMAGE_PROVIDER: list[str] = env.list("IMAGE_PROVIDER", default=["offline"])
IMAGE_API_KEY: str = secret("IMAGE_API_KEY")
IMAGE_MODEL: str = env.str("IMAGE_MODEL", default="")
IMAGE_BASE_URL: str = env.str("IMAGE_BASE_URL", default="https://api.openai.com/v1")
IMAGE_REFERENCES: bool = env.bool("IMAGE_REFERENCES", default=False)  # a compatible server that has /images/edits
IMAGE_TIMEOUT: float = env.float("IMAGE_TIMEOUT", default=90.0)
IMAGE_MAX_CONCURRENT: int = env.int("IMAGE_MAX_CONCURRENT", default=3)
IMAGE_MAX_RETRIES: int = env.int("IMAGE_MAX_RETRIES", default=3)
IMAGEN_API_KEY: str = key("IMAGEN_API_KEY", "IMAGE_API_KEY", of="imagen", first_in=IMAGE_PROVIDER) or GEMINI_API_KEY
IMAGEN_MODEL: str = env.str("IMAGEN_MODEL", default="gemini-nano-banana-2.1")
REPLICATE_API_KEY: str = key("REPLICATE_API_KEY", "IMAGE_API_KEY", of="replicate", first_in=IMAGE_PROVIDER)
REPLICATE_MODEL: str = env.str("REPLICATE_MODEL", default="black-forest-labs/flux-schnell")
REPLICATE_REFERENCE_FIELD: str = env.str("REPLICATE_REFERENCE_FIELD", default="")  # input_image, or image_input[]
REPLICATE_BASE_URL: str = env.str("REPLICATE_BASE_URL", default="https://api.replicate.com/v1")
FAL_API_KEY: str = key("FAL_API_KEY", "IMAGE_API_KEY", of="fal", first_in=IMAGE_PROVIDER)
FAL_MODEL: str = env.str("FAL_MODEL", default="fal-ai/bytedance/seedream/v4/text-to-image")
FAL_REFERENCE_MODEL: str = env.str(
    "FAL_REFERENCE_MODEL", default="fal-ai/bytedance/seedream/v4/edit" if "seedream/v4/" in FAL_MODEL else ""
)
FAL_BASE_URL: str = env.str("FAL_BASE_URL", default="https://queue.fal.run")

# --- voices: offline (espeak-ng), elevenlabs, gemini, openai (and compatible, such as Kokoro) --
TTS_PROVIDER: list[str] = env.list("TTS_PROVIDER", default=["offline"])
TTS_API_KEY: str = secret("TTS_API_KEY")
TTS_MODEL: str = env.str("TTS_MODEL", default="gpt-4o-mini-tts")
TTS_VOICE: str = env.str("TTS_VOICE", default="coral")
TTS_BASE_URL: str = env.str("TTS_BASE_URL", default="https://api.openai.com/v1")
TTS_LANGUAGES: list[str] = env.list("TTS_LANGUAGES", default=["en", "ko", "ja"])  # that TTS_VOICE can read
TTS_TIMEOUT: float = env.float("TTS_TIMEOUT", default=30.0)
TTS_MAX_RETRIES: int = env.int("TTS_MAX_RETRIES", default=3)
ELEVENLABS_API_KEY: str = key("ELEVENLABS_API_KEY", "TTS_API_KEY", of="elevenlabs", first_in=TTS_PROVIDER)
ELEVENLABS_MODEL: str = env.str("ELEVENLABS_MODEL", default="eleven_multilingual_v2")
ELEVENLABS_VOICE: str = env.str("ELEVENLABS_VOICE", default="21m00Tcm4TlvDq8ikWAM")
ELEVENLABS_BASE_URL: str = env.str("ELEVENLABS_BASE_URL", default="https://api.elevenlabs.io/v1")
GEMINI_TTS_API_KEY: str = key("GEMINI_TTS_API_KEY", "TTS_API_KEY", of="gemini", first_in=TTS_PROVIDER) or GEMINI_API_KEY
GEMINI_TTS_MODEL: str = env.str("GEMINI_TTS_MODEL", default="gemini-3.8-flash-tts")
GEMINI_TTS_VOICE: str = env.str("GEMINI_TTS_VOICE", default="Leda")

# --- moderation: rules (always first), then openai, gemini or model; pictures also rekognition -
MODERATION_PROVIDER: list[str] = env.list("MODERATION_PROVIDER", default=["rules"])
PICTURE_MODERATION_PROVIDER: list[str] = env.list("PICTURE_MODERATION_PROVIDER", default=[])  # none: the same
MODERATION_API_KEY: str = secret("MODERATION_API_KEY")
MODERATION_MODEL: str = env.str("MODERATION_MODEL", default="omni-moderation-latest")
MODERATION_BASE_URL: str = env.str("MODERATION_BASE_URL", default="https://api.openai.com/v1")
MODERATION_TIMEOUT: float = env.float("MODERATION_TIMEOUT", default=15.0)
REKOGNITION_REGION: str = env.str("REKOGNITION_REGION", default="us-east-1")
REKOGNITION_ENDPOINT: str = env.str("REKOGNITION_ENDPOINT", default="")
REKOGNITION_ACCESS_KEY: str = secret("REKOGNITION_ACCESS_KEY")
REKOGNITION_SECRET_KEY: str = secret("REKOGNITION_SECRET_KEY")

RETRY_FIRST_SECONDS: float = env.float("RETRY_FIRST_SECONDS", default=0.5)  # before a second try; then twice as long
# After so many failures in a row a vendor is left alone, but for one probe each interval.
BREAKER_FAILURES: int = env.int("BREAKER_FAILURES", default=8)
BREAKER_PROBE_SECONDS: int = env.int("BREAKER_PROBE_SECONDS", default=15)
