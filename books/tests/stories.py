"""The same small story in every language of a book, told as one tells it there. Each names somebody in Latin letters
or a number where that is hard for a script: in the middle of a line that runs from right to left."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    title: str
    topic: str
    summary: str
    hero: str
    pages: tuple[str, str, str, str]


STORIES = {
    "en": Story(
        "The Dragon Who Learned to Swim",
        "a shy dragon who learns to swim",
        "Momo is afraid of the pond, until somebody falls in who needs him.",
        "Momo",
        (
            "Momo the dragon put one claw in the pond. “Cold!” he said, and took it out again.",
            "On Monday he came as far as his knees. On Tuesday 7 frogs sang for him, and he ran away.",
            "“Help!” Something small was splashing in the deep water. Momo forgot to be afraid. Splash!",
            "He paddled, he puffed, he held the duckling up. “You can swim!” it said. “So I can,” said Momo.",
        ),
    ),
    "ko": Story(
        "헤엄을 배운 꼬마 용",
        "수줍은 용이 헤엄을 배워요",
        "연못을 무서워하던 모모가 꼭 도와야 할 친구를 만나요.",
        "모모",
        (
            "꼬마 용 모모는 연못에 발톱 하나를 담갔어요. “앗, 차가워!” 모모는 얼른 발을 뺐어요.",
            "월요일에는 무릎까지 들어갔어요. 화요일에는 개구리 7마리가 노래를 불러 주었지만, 모모는 달아났어요.",
            "“도와줘!” 깊은 물에서 작은 무언가가 첨벙거렸어요. 모모는 무서운 것도 잊었어요. 풍덩!",
            "모모는 물장구를 치고 숨을 몰아쉬며 아기 오리를 들어 올렸어요. “너 헤엄칠 줄 아네!” “정말 그러네.”",
        ),
    ),
    "ja": Story(
        "およぎを おぼえた りゅう",
        "はずかしがりやの りゅうが およぎを おぼえる",
        "池がこわいモモは、助けを待つだれかに出会います。",
        "モモ",
        (
            "りゅうのモモは、池につめを一本入れました。「つめたい！」モモはあわてて足を引っこめました。",
            "月曜日には、ひざまで入りました。火曜日には、かえるが７ひき歌ってくれましたが、モモはにげ出しました。",
            "「たすけて！」深い水の中で、小さなだれかがばしゃばしゃしています。モモはこわいのをわすれて、どぼん！",
            "水をかき、息をはき、モモはあひるの子を持ち上げました。「およげるんだね！」「ほんとうだ」とモモは言いました。",
        ),
    ),
    "zh": Story(
        "学会游泳的小龙",
        "一条害羞的小龙学游泳",
        "毛毛害怕池塘，直到有人掉进水里，需要他的帮助。",
        "毛毛",
        (
            "小龙毛毛把一只爪子伸进池塘。“好凉呀！”他叫了一声，赶紧把爪子缩了回来。",
            "星期一，他走到水没过膝盖的地方。星期二，7只青蛙为他唱歌，他却红着脸跑掉了。",
            "“救命！”深水里有个小小的身影在扑腾。毛毛忘记了害怕，扑通一声跳了下去！",
            "他划呀划，喘着气，把小鸭子托出水面。“你会游泳啦！”小鸭子说。“真的呢。”毛毛笑了。",
        ),
    ),
    "vi": Story(
        "Chú rồng tập bơi",
        "một chú rồng nhút nhát tập bơi",
        "Mộc sợ cái ao, cho đến khi có người cần chú giúp.",
        "Mộc",
        (
            "Chú rồng Mộc thò một móng chân xuống ao. “Lạnh quá!” chú kêu lên rồi rụt chân lại.",
            "Thứ Hai, chú lội đến đầu gối. Thứ Ba, 7 chú ếch hát cho chú nghe, thế mà chú bỏ chạy mất.",
            "“Cứu với!” Giữa vùng nước sâu, ai đó bé xíu đang vùng vẫy. Mộc quên cả sợ. Ùm!",
            "Chú đạp nước, thở phì phò, nâng bạn vịt con lên. “Cậu biết bơi rồi!” – “Ừ nhỉ, tớ bơi được thật!”",
        ),
    ),
    "ru": Story(
        "Дракончик, который научился плавать",
        "застенчивый дракончик учится плавать",
        "Мишка боится пруда, пока кому-то не понадобилась его помощь.",
        "Мишка",
        (
            "Дракончик Мишка опустил в пруд один коготок. «Ой, холодно!» — сказал он и отдёрнул лапу.",
            "В понедельник он зашёл по колено. Во вторник 7 лягушек пели ему песни, а он убежал.",
            "«Помогите!» Там, где глубоко, кто-то маленький барахтался в воде. Мишка забыл, что боится. Плюх!",
            "Он грёб, он пыхтел, он держал утёнка над водой. «Ты умеешь плавать!» — «И правда», — сказал Мишка.",
        ),
    ),
    "es": Story(
        "El dragón que aprendió a nadar",
        "un dragón tímido que aprende a nadar",
        "Momo tiene miedo del estanque, hasta que alguien necesita su ayuda.",
        "Momo",
        (
            "El dragón Momo metió una uña en el estanque. —¡Qué fría! —dijo, y la sacó enseguida.",
            "El lunes entró hasta las rodillas. El martes, 7 ranas cantaron para él, y él salió corriendo.",
            "—¡Socorro! —Algo pequeño chapoteaba en lo hondo. A Momo se le olvidó el miedo. ¡Plaf!",
            "Pataleó, resopló y sostuvo al patito. —¿Sabes nadar? —preguntó el patito—. —¡Pues sí! —dijo Momo.",
        ),
    ),
    "fr": Story(
        "Le dragon qui apprit à nager",
        "un dragon timide qui apprend à nager",
        "Momo a peur de l’étang, jusqu’au jour où quelqu’un a besoin de lui.",
        "Momo",
        (
            "Momo le dragon trempa une griffe dans l’étang. « Brrr, c’est froid ! » dit-il en la retirant.",
            "Lundi, il entra jusqu’aux genoux. Mardi, 7 grenouilles chantèrent pour lui, et il se sauva.",
            "« À l’aide ! » Quelque chose de tout petit se débattait là-bas. Momo oublia d’avoir peur. Plouf !",
            "Il pédala, souffla, porta le caneton sur son cœur. « Tu sais nager ! — Ça alors, oui », dit Momo.",
        ),
    ),
    "de": Story(
        "Der Drache, der schwimmen lernte",
        "ein schüchterner Drache lernt schwimmen",
        "Momo fürchtet sich vor dem Teich, bis jemand seine Hilfe braucht.",
        "Momo",
        (
            "Der Drache Momo hielt eine Kralle in den Teich. „Kalt!“, rief er und zog sie wieder heraus.",
            "Am Montag kam er bis zu den Knien. Am Dienstag sangen 7 Frösche für ihn, und er lief davon.",
            "„Hilfe!“ Weit draußen zappelte etwas Kleines im Wasser. Momo vergaß seine Angst. Platsch!",
            "Er strampelte, schnaufte und hob das Entchen hoch. „Du kannst ja schwimmen!“ – „Stimmt“, sagte Momo.",
        ),
    ),
    "ar": Story(
        "التنين الذي تعلّم السباحة",
        "تنين خجول يتعلم السباحة",
        "كان مومو يخاف من البركة، إلى أن احتاج أحدهم إلى مساعدته.",
        "مومو",
        (
            "وضع التنين مومو مخلبًا واحدًا في البركة، ثم سحبه بسرعة وقال: «ما أبردها!»",
            "يوم الاثنين دخل الماء حتى ركبتيه. ويوم الثلاثاء غنّت له 7 ضفادع (واسم أكبرها Lulu)، لكنه هرب!",
            "«النجدة!» شيء صغير يتخبّط في الماء العميق. نسي مومو خوفه، وقفز… طُشّ!",
            "ضرب الماء بقدميه، ولهث، ورفع البطة الصغيرة. قالت: «أنت تسبح!» قال مومو: «نعم، إنني أسبح حقًّا».",
        ),
    ),
    "he": Story(
        "הדרקון שלמד לשחות",
        "דרקון ביישן לומד לשחות",
        "מומו פוחד מהאגם, עד שמישהו קטן זקוק לעזרה שלו.",
        "מומו",
        (
            "הדרקון מומו הכניס ציפורן אחת לאגם. ״קר!״ הוא אמר, ומיד הוציא אותה.",
            "ביום שני הוא נכנס עד הברכיים. ביום שלישי שרו לו 7 צפרדעים (לגדולה קראו Lulu), והוא ברח!",
            "״הצילו!״ מישהו קטן פרפר במים העמוקים. מומו שכח לפחד. פלאף!",
            "הוא בעט, התנשף והרים את הברווזון. ״אתה יודע לשחות!״ אמר הברווזון. ״נכון,״ צחק מומו, ״אני שוחה.״",
        ),
    ),
}
