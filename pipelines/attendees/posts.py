"""Posts that are told beside a name: to which somebody is appointed, which he leaves, or holds besides."""

from __future__ import annotations

from jiyao.patterns import regex
from pipelines.attendees.items import split_titles
from pipelines.attendees.mention import Mention
from pipelines.attendees.titles import ends_in_head

#: To what somebody is appointed, or what he is no more: 甲同志任市委委员、常委、书记.
_APPOINTED_TO = regex(
    "(?:(?:[、和与及][㐀-鿿·]{2,8}?){1,8}同志|同志|(?:[、和与及][㐀-鿿·]{2,4}){1,8}(?=当选|担任|为))?(?:不再)?(?:(?:担任|出任|兼任)(?!过)|当选为?|获选为?|任(?![命免期内职])|(?P<as>为)(?=[㐀-鿿]{2,24}[，。；、]))(?P<posts>(?:(?![为的]|免去)[㐀-鿿、]){2,40}?)(?=职务|[，。；]|、免去|、[㐀-鿿·]{2,4}(?:、[㐀-鿿·]{2,4})*(?:为|当选))"
)
_CHOSE = regex("(?:投票|任命|任免|[选推]举|[补改推]选|选出|聘[任请]|当选|提名)[^。]*\\Z")
#: What else somebody is, told before his party and name: 身兼行政会议召集人的新民党|甲.
_ALSO_HOLDS = regex("(?:身兼|兼任|现任|担任|身为|同为)(?P<post>[㐀-鿿]{2,16})的(?:[㐀-鿿]{1,4}(?:党|联盟|联))?\\Z")
_POST_REACH = 30
_PRESIDING = frozenset(("主席", "主持人", "会议主席", "执行主席", "大会执行主席", "召集人", "会议主持人"))


def add_posts(text: str, mention: Mention) -> None:
    """Add the posts to which somebody is appointed, or which he leaves, as the words behind him say."""
    reach = max(0, mention.left - _POST_REACH)
    besides = _ALSO_HOLDS.search(text, reach, mention.left)
    if besides and ends_in_head(besides["post"]):
        mention.titles = [besides.span("post"), *mention.titles]
    appointed = _APPOINTED_TO.match(text, mention.right)
    chosen = appointed and (not appointed["as"] or _CHOSE.search(text, reach, mention.left))
    if appointed and chosen and ends_in_head(appointed["posts"]):
        posts = split_titles(text, *appointed.span("posts"), 0)
        mention.titles += [span for span in posts if text[slice(*span)] not in _PRESIDING]
