"""What a look at a site that nobody has described finds: its family, its list, its fields, its next page. Pure.

What is found is written as the first file of a source (:mod:`crawler.recognition.draft`);
:mod:`jiyao.runs.drafts` fetches the pages.
"""
