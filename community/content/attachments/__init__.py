"""Pictures that members upload: checked by what is in them, made anew, without anything that came along.

picture = cleaned(file)  # raises Refused, with a sentence for who sent it
"""

from community.content.attachments.checking import MOST_PIXELS
from community.content.attachments.encoding import Picture, cleaned, fitted, small_copy
from community.content.attachments.refusals import Refused, TooLarge

__all__ = ["MOST_PIXELS", "Picture", "Refused", "TooLarge", "cleaned", "fitted", "small_copy"]
