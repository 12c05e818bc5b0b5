//! The page that describes the HTTP interface, and problems that only programs meet.

use crate::texts;

texts! {
    IN_ENGLISH = "接口说明以英文撰写。", "The description of the interface is written in English.", "介面說明以英文撰寫。";
    WRONG_OFFSET = "这一段不从已收到的位置开始。", "The piece does not begin where the upload stands.", "這一段不從已收到的位置開始。";
    NO_SUCH_METHOD = "这个地址不能这样调用。", "This address can't be called in this way.", "這個位址不能這樣呼叫。";
}
