"""How officers wrap what they want: courtesies, negations, questions, chatter. Patterns only.

All patterns work on folded text (NFKC, lower case): full-width punctuation has become half-width.
"""

import re

MANUAL = "說明"  # the bot's own command; also a noun, so that it must come first to be a command

SEPARATOR = r"[\s,。、:;!?~()「」『』\"'…・|>]|\.(?=[\s.]|$)|-(?=\s)|—"
# emoji, their joiners and skin tones, and the faces people type
FACE = (
    r"[\u200d\ufe0f\u2600-\u27bf\U0001f000-\U0001faff]"
    r"|(?<![a-z])(?:xd+|qq+|orz|owo|t_+t)(?![a-z])|\^_*\^|:-?[)d(]|>_*<|<3|=_*="
)
PAUSE = f"(?:{SEPARATOR}|{FACE})"
TAIL_PAUSE = (
    rf"(?:[\s,。、;:!~…]|\.(?=[\s.]|$)|{FACE})"  # brackets and quotes belong to the subject
)

THANKS = r"(?:謝謝|謝啦|謝囉|謝了|多謝|感謝|感恩|感激|辛苦了?|thank you|thanks?|thx|tks|3q)"

# 請 and the like begin other words too: 請假, 請願, 請款
PLEASE = r"請(?![假願款示領託教求客帖])"
LEAVE = r"(?:可不可以|能不能|可以|能否|可否|能)"
ASKING = (
    rf"(?:再?麻煩(?:你|您|妳)?們?|{PLEASE}(?:你|您|妳)?|拜託(?:你|您|妳)?|煩請|惠請|敬請|勞煩|(?:請)?協助"
    r"|(?<![他她誰們])(?:請)?(?:幫忙|幫我們?|幫)|替我|給我|順便|(?<![叫說])我(?:想要|想|要)"
    r"|想要|想請)"
)
FILLER = r"(?:來|先|再|直接|趕快|快)"
REQUEST = rf"(?:{ASKING}|{FILLER}|需要)"
OPENING = (
    rf"(?:{PAUSE}|{THANKS}(?={PAUSE})|小幫手們?|不好意思|抱歉|打擾了?|你好|您好|哈囉|嗨|嘿|hi|hello|hey"
    rf"|大家好|各位|早安|午安|晚安|早|欸+|誒+|ㄟ+|喂+|急+(?=\s|,|!)|緊急(?=\s|,|!)|asap|那個|那|是說|話說|對了|請問(?:一下)?|想問(?:一下)?"
    rf"|問一下|{LEAVE}|{REQUEST}|把|將|你|您|@\S+)"
)
CLOSING = (
    rf"(?:{TAIL_PAUSE}|{THANKS}(?:你|您|妳|大家|小幫手|喔|囉|啦|唷|了|們)*|小幫手|再?麻煩(?:了|囉|你|您|妳|啦)*"
    r"|拜託(?:了|囉|你|您|啦)*|不好意思|抱歉|一下下?|看看|喔+|哦+|噢+|耶+|欸+|啦+|囉+|嘍+|喲|惹+|ㄌ+|(?<![酒網貼])吧|唷+|齁|吼"
    r"|ㄛ+|ㄟ+|ㄚ+|ㄏ+|哈+|呵+|嘿+|咧|起來|(?<=[記錄案查找改])下)"
)
LEAVE_TAIL = r"(?:這樣)?(?:可以嗎|可以ㄇ|可不可以|行嗎|行不行|好嗎|好ㄇ|好不好|方便嗎|ok嗎|能嗎)"
SOFT_TAIL = re.compile(r"(?:[\s啊呀呢嗎嘛ㄚㄇㄋ?,。、]|(?<![酒網貼])吧)+$")  # ends of a question
PHRASE_TAIL = re.compile(
    r"(?:[\s,。、啊呀呢嗎嘛的在是?]|要做|要辦|要處理|現在|目前|到底|究竟|最近|那邊|這邊|裡面?|(?<=[部會署局處司])裡)+$"
)

NUMBER = r"(?:#|第)?\s?(?P<number>\d{2,3}-\d{1,4}|\d{1,4})(?:號案|案號|案(?!件|子|由)|號)?"
NUMBER_FLUFF = (
    rf"(?:{PAUSE}|那一?件|這一?件|那案|這案|案件|案子|那個|的|狀況|現況|情況|近況|內容|進度|現在|目前|最新|呢"
    r"|怎麼樣|怎樣|怎麼|如何|了|嗎|ㄇ|給我看|看看|是什麼|是啥|案|啊|ㄚ|到哪)"
)
NUMBER_INSIDE = re.compile(
    r"(?<![\d/.:\-a-z])(?:#|第)?(?P<number>\d{2,3}-\d{1,4}|\d{1,4})"
    r"(?![\d/.:\-a-z]|\s?[月日年天點分時%元塊人個位次萬千百樓歲週周小])"
)
NAMED_NUMBER = re.compile(r"(?:#\s?|第\s?)(\d{1,4})(?!\d)|(?<!\d)(\d{2,3}-\d{4})(?!\d)")
LINK = re.compile(r"(?:https?://)?(?:www\.)?join\.gov\.tw/\S+")
ANY_LINK = re.compile(r"https?://\S+")

NEGATION = re.compile(  # right before a verb
    r"(?:(?<![要是會能可想該用])(?:不要|不用|不必|不需要?|不可以?|不能|不得|不准|不會|不想|不是要?|不打算|不急著?|用不著|先不"
    r"|暫不|不)"
    r"|(?<![性類個特級分差區職派])別|(?<!請)勿|請勿|(?<![減豁避難罷])免|無須|無需|毋須|毋庸"
    r"|還沒有?|尚未|從未|(?<!有)(?:沒有|沒)|未|停止|忘了|忘記|拒絕|禁止|避免|暫緩|暫停|緩)"
    r"(?:要|再|先|急著|給我|幫我們?|幫他|幫忙|去|用|馬上|立刻|直接|自動|隨便|亂|擅自|一直|又|被|把\S*|將\S*|人|誰|我)*$"
)
NEGATION_AFTER = re.compile(
    rf"(?:{PAUSE}|就|都|這件|那件|這個|那個|先|還|暫時)*(?:不要|不用|不必|免|緩一緩|緩緩|緩|等等|等一下|等一等|等|再說|算了|取消|停|不急|不行|別)"
    rf"(?:{PAUSE}|了|啦|喔|好了|吧|就好|再說|動|做|登|弄|急)*"
)
# what stands right before a verb that is talked about rather than asked for
TOLD = (
    r"誰[要該來可以能會去]*|怎麼|怎樣|如何|何時|幾時|什麼時候|甚麼時候|為什麼|為何|為啥|要不要|該不該|是不是要?|是否要?"
    r"|能不能|可不可以|可以|可否|能否|應該要?|該|打算|準備|考慮|想|正在|已經|已|剛剛?|剛才|昨天|前天|上次|上週"
    r"|之前|早就|才|就|再|如果|若|要是|要|叫我|要我|有沒有|會不會|無法|必須|來得及|還"
)
BLOCKER_APART = re.compile(rf"(?:{TOLD})$")  # a space may stand between it and the verb
BLOCKER = re.compile(
    rf"(?:{TOLD}|可|能|應|以?後|等|得|須|說|他們?|她們?|它|我們?|你們?|您|有人|有|會|被|是|的|在|完成|關於|一起|自動|也|都|而"
    r"|申請|辦理|進行|逕行|誤|重複|完|未來|系統|資料|長官|科長|同仁|同事|大家|沒人|由|從|和|與|跟|及|或|、)$"
)
MARKER = re.compile(rf"{ASKING}(?:{ASKING}|{FILLER}|{PAUSE})*$")
BACKED = re.compile(  # what may stand glued before a verb at the end: 「菸捐那件登記」「42結案」
    rf"(?:那件|這件|那題|這題|那案|這案|該案|此案|案子|那個|這個|(?:^|{PAUSE}){NUMBER})$"
)
# glued after a verb these make it a noun or a report: 登記表, 登記過, 更新版
ASPECT = re.compile(
    r"[那這]件事|(?:範例|步驟|流程|方式|方法|格式|規則|教學|紀錄|進度)(?:是?什麼|為何|呢|嗎|\?)*$|件數|[了過的完得中表簿證者系版率欄性式化制費處所法權狀單人地後前時]|好了|資料|報告|收到|到了|有(?:問題|沒有|人|嗎|點|什麼|困難|錯|幾)|失敗|成功|日期|不了|不成|不到|不出"
)
STATE = re.compile(r"不在|換人|離|請假|沒|出差|休假|不開放")  # glued after a noun: said, not asked
RETRACTED = re.compile(
    r"(?:啊|喔|欸)?(?:不對|不是|算了|先不要了?|先不用了?|不用了|不要了|等等|等一下|當我沒說|沒事了?|打錯了?)+"
)
ASKED_OF = re.compile(
    rf"(?:誰|怎麼|如何|怎樣|為什麼|為何|什麼時候|何時|哪)\S{{0,4}}?(?:{LEAVE}|會|要|來|能|{PAUSE})*$"
)
REASSIGNED = re.compile(r"[換改變]")  # 「42 的承辦換成小陳」 tells, and does not ask
HOW = re.compile(r"(?:怎麼|如何|怎樣)(?:樣|去|來|才能|可以|才可以|申請|辦理)*$")
DONE_BY = re.compile(r"由\S{1,6}$")  # 「改由小陳承辦」
ONE_CHARACTER_GOES_ON = re.compile(  # glued after 查, 看, 找, 改, 簽, 綁 these make another word
    r"[到過了著完起來無不時機得見出天變善革良善進制版造編組正訂定核驗察證樣法事碴死]|看(?!\w)|看起|書|字|名單位"
)

QUESTION_WORD = re.compile(
    r"誰|什麼|甚麼|啥|哪|怎麼|怎樣|如何|何時|為何|多少|幾|是否|有沒有|要不要|是不是"
)
QUESTION_ALL = re.compile(  # the whole rest asks whether it was done
    rf"(?:{PAUSE}|了|過|好|完|的|起來|這件|那件|案)*"
    rf"(?:嗎|ㄇ|沒有?|呢|\?|是不是|對不對|對吧|誰|是誰|沒)+(?:{PAUSE}|啊|呀|ㄚ|的|了)*"
)
QUESTION_TAIL = re.compile(
    rf"(?:嗎|ㄇ|嘛|了沒有?|[好過完]沒|沒有|沒|呢|\?|是不是|對吧)(?:{PAUSE}|啊|呀)*$"
)
DONE_TAIL = re.compile(rf"(?:了|過|好了|完了)(?:嗎|ㄇ|沒有?|嘛)(?:{PAUSE}|啊|呀)*$")
QUESTION_REST = re.compile(
    rf"(?:{PAUSE}|了|過|好|完|的|嗎|ㄇ|沒有|沒|呢|吧|啊|呀|是不是|誰|什麼時候|怎麼|為什麼|有|是)+"
)

GREETING = re.compile(  # nothing but a greeting, or a newcomer's first words
    rf"(?:{PAUSE}|小幫手|你好|您好|妳好|哈囉+|嗨+|嘿+|hi+|hello+|hey+|安安|早安|午安|早|大家|在嗎|在不在"
    r"|我?是?(?:新來的?|新人|新手|菜鳥|新任|新接任?)(?:的?(?:po|聯絡人|同事|承辦))?|第一次用|啊|呀|喔|唷|ㄚ|我)+"
)
# A pasted code: eight letters and digits, a dash in the middle or a digit and a letter among them
CODE = re.compile(
    rf"(?:{OPENING}|(?:我的?)?(?:綁定|邀請)?碼|這是|是)*+:?\s*"
    r"(?P<code>[a-z0-9]{4}\s?[-‐-―−]\s?[a-z0-9]{4}|(?=[a-z\s]*\d)(?=[\d\s]*[a-z])[a-z0-9]{4}\s?[a-z0-9]{4})"
)

CONNECTIVE = r"(?:然後|順便|另外|還有|接著|之後|最後|,再|;)"
# Possessive (`++`): 「？？？？？？？？？？？？？？？？x」 must not be tried in every way there is.
CHATTER = re.compile(
    rf"(?:你?好棒|{PAUSE}|{OPENING}|{CLOSING}|{THANKS}"
    r"|收到(?:了|囉)?|了解|瞭解|知道了?|明白|好的?|好喔|好滴|okk*|no problem"
    r"|沒問題|是的?|對|對啊|嗯+|恩+|讚+|真棒|好棒|厲害|可愛|乖|在嗎|在不在|在|晚安|生日快樂|新年快樂|佳節愉快|週末愉快|加油|掰+|bye+|早點休息"
    r"|沒事了?|沒關係|不會|不客氣|了|們|真的|很|太|你|妳|您|大家|有|啊|呀|唉|喵|嗚+|lol|笑死|w+|a+|\+1|呢|吧|嗎|ㄇ)++"
)
GIVE = re.compile(r"給|是|在哪|有嗎|嗎|ㄇ|呢|多少|幾|誰|哪|\?|,|、")  # glued after 「衛福部窗口」
# somebody else's doing, or a plan: 「長官說要先」, 「等他回來再」
REPORTED = re.compile(
    r"(?:說要?|叫你|等\S{0,8}再|如果\S{0,8}就?|回頭|改天|明天再|下次再?|之後再)(?:先|再|去|來|要|就)*$"
)
