//! Texts of privacy on the device: the lock, sealed work, the black box, a device that was revoked (SYN-10).

use crate::texts;

texts! {
    // The lock.
    LOCKED = "已锁定", "Locked", "已鎖定";
    LOCKED_HINT = "输入 PIN 继续。没有送出的工作会在后台照常送出。", "Enter your PIN to go on. Work goes on being sent in the background.", "輸入 PIN 繼續。沒有送出的工作會在背景照常送出。";
    UNLOCK = "解锁", "Unlock", "解鎖";
    ERASE = "删一位", "Erase a digit", "刪一位";
    DIGITS = "已输入 {n} 位", "{n} digits entered", "已輸入 {n} 位";
    SIGN_OUT_INSTEAD = "换人：退出登录", "Somebody else: sign out", "換人：登出";
    SIGN_OUT_SURE = "退出后，本机的资料会清除。", "Signing out removes the records from this device.", "登出後，本機的資料會清除。";
    STILL_LOCKED = "返回", "Back", "返回";
    BY_PASSWORD = "忘了 PIN？用登录密码", "Forgot the PIN? Use the password", "忘了 PIN？用登入密碼";
    BY_PASSWORD_HINT = "用登录密码解锁，需要网络。", "The password unlocks too; it needs a network.", "用登入密碼解鎖，需要網路。";
    NEW_PIN_NOW = "现在设一个新的 PIN", "Choose a new PIN now", "現在設一個新的 PIN";
    CHOOSE_PIN = "设一个 PIN", "Choose a PIN", "設一個 PIN";
    CHOOSE_PIN_WHY = "平板一会儿没人用，或者交给客户签字，PIN 保护客户的资料。没有 PIN，平板不会自己锁上。", "When nobody uses the tablet for a while, or a customer holds it to sign, the PIN protects the customers' data. Without one the tablet doesn't lock itself.", "平板一會兒沒人用，或者交給客戶簽字，PIN 保護客戶的資料。沒有 PIN，平板不會自己鎖上。";
    NOT_NOW = "先不设", "Not now", "先不設";
    CHANGE_PIN = "修改 PIN", "Change the PIN", "修改 PIN";

    // Signing out.
    SIGN_OUT_SEALED = "还有 {n} 项没有送达。退出时它们会加密封存，只有服务器能打开；下一个人登录后自动送出，他看不到内容。", "{n} items are not delivered yet. Signing out seals them so that only the server can open them; whoever signs in next delivers them without seeing what they are.", "還有 {n} 項沒有送達。登出時它們會加密封存，只有伺服器能開啟；下一個人登入後自動送出，他看不到內容。";
    SIGN_OUT_UNFINISHED = " 还有 {n} 处写了一半的内容，也会加密封存；您下次登录时，它们会回到原来的表单里，同事看不到。", " {n} entries that you began and did not finish are sealed too; at your next sign-in they are back in their forms, and no colleague sees them.", " 還有 {n} 處寫了一半的內容，也會加密封存；您下次登入時，它們會回到原來的表單裡，同事看不到。";
    SIGN_OUT_HELD = "其中 {n} 项是您暂缓的，也会一起送出。", "{n} of them you held back; they are sent as well.", "其中 {n} 項是您暫緩的，也會一起送出。";
    SEALED = "封存的工作", "Sealed work", "封存的工作";
    SEALED_HERE = "这台平板上还有 {n} 项封存的工作没有送达。您登录并联网后会自动送出；内容您看不到，也不会算在您名下。", "{n} sealed {n?item|items} on this tablet {n?has|have} not been delivered. Once you have signed in with a network {n?it is|they are} delivered by {n?itself|themselves}; you can't see what {n?it is|they are}, and {n?it does|they do} not count as yours.", "這台平板上還有 {n} 項封存的工作沒有送達。您登入並連線後會自動送出；內容您看不到，也不會算在您名下。";
    SEALED_HINT = "已加密，只有服务器能打开。联网后自动送出。", "Encrypted; only the server can open it. It is delivered by itself once there is a network.", "已加密，只有伺服器能開啟。連線後自動送出。";
    SEALED_OF = "{name}的工作：{what}，已封存，等待送出", "Work of {name}: {what}, sealed, waiting to be delivered", "{name}的工作：{what}，已封存，等待送出";

    // What is in sealed work and in a black box, put together as needed.
    PART_ACTIONS = "{n} 项操作", "{n} actions", "{n} 項操作";
    PART_ACTIONS_HELD = "{n} 项操作（其中 {m} 项是暂缓的）", "{n} actions ({m} of them held back)", "{n} 項操作（其中 {m} 項是暫緩的）";
    PART_PHOTOS = "{n} 张照片", "{n} photos", "{n} 張照片";
    PART_DRAFTS = "{n} 处写了一半的内容", "{n} entries begun and not finished", "{n} 處寫了一半的內容";
    PART_PEOPLE = "{n} 个人的工作", "work of {n} people", "{n} 個人的工作";
    SEALED_REFUSED = "服务器打不开，原样保留；请联系管理员。", "The server can't open it; it stays here as it is. Please call the administrator.", "伺服器打不開，原樣保留；請聯絡管理員。";

    // The black box.
    BOX = "黑匣子", "Black box", "黑匣子";
    BOX_HINT = "平板坏了、送不出去时：把没有送达的工作存成一个加密文件，用别的设备交给服务器。只有服务器能打开。", "When this tablet is broken and can't deliver: save what waits as an encrypted file and hand it in from another device. Only the server can open it.", "平板壞了、送不出去時：把沒有送達的工作存成一個加密檔案，用別的裝置交給伺服器。只有伺服器能開啟。";
    BOX_SAVE = "存成文件", "Save the file", "存成檔案";
    BOX_SAVED = "已存到下载文件夹：{what}。工作也都还留在本机。", "Saved to the download folder: {what}. Everything also stays on this device.", "已存到下載資料夾：{what}。工作也都還留在本機。";
    BOX_HELD = "暂缓的也在文件里，交入时会一起送出。", "What was held back is in the file too and is delivered with it.", "暫緩的也在檔案裡，交入時會一起送出。";
    BOX_HOLDS = "文件里有：{what}。", "In the file: {what}.", "檔案裡有：{what}。";
    BOX_HELD_HERE = "暂缓的 {n} 项也一起交入了。", "{n} actions that were held back were handed in as well.", "暫緩的 {n} 項也一起交入了。";
    BOX_HELD_TITLE = "原来暂缓的", "What was held back", "原來暫緩的";
    BOX_HELD_ONE = "{what}，当时暂缓：{reason}", "{what}; held back because: {reason}", "{what}，當時暫緩：{reason}";
    BOX_PHOTOS_DONE = "{n} 张照片已收到。", "{n} photos received.", "{n} 張照片已收到。";
    BOX_BEGUN = "写了一半的 {n} 处已存在服务器：本人下次登录时，会回到原来的表单里。", "{n} entries that were begun are kept on the server: at their person's next sign-in they are back in their forms.", "寫了一半的 {n} 處已存在伺服器：本人下次登入時，會回到原來的表單裡。";
    BEGUN_TITLE = "写了一半的", "Begun and not finished", "寫了一半的";
    BOX_LEFT = "{n} 张照片放不下，还在本机。", "{n} photos did not fit and are on this device only.", "{n} 張照片放不下，還在本機。";
    BOX_EMPTY = "没有要保存的，全部送达了。", "There is nothing to save: everything is delivered.", "沒有要儲存的，全部送達了。";
    BOX_IMPOSSIBLE = "这台设备还没有服务器的公钥，存不了。请先联网登录一次。", "This device does not have the server's key yet; sign in once with a network first.", "這台裝置還沒有伺服器的公鑰，存不了。請先連線登入一次。";
    BOX_HAND_IN = "交入黑匣子文件", "Hand in a black box file", "交入黑匣子檔案";
    BOX_HAND_IN_HINT = "选一个从坏了的平板存出来的文件（.paidan）。交两次也只算一次。", "Choose a file saved from a broken tablet (.paidan). Handing it in twice counts once.", "選一個從壞了的平板存出來的檔案（.paidan）。交兩次也只算一次。";
    BOX_PROGRESS = "正在交入：{done} / {all}", "Handing in: {done} of {all}", "正在交入：{done} / {all}";
    BOX_DONE = "已交入：{n} 项生效，{k} 项由办公室决定，{q} 项留待复核。", "Handed in: {n} took effect, {k} for the office to decide, {q} kept for review.", "已交入：{n} 項生效，{k} 項由辦公室決定，{q} 項留待複核。";
    BOX_RETRY = "{n} 项缺少前面的操作，请稍后再交一次，文件请保留。", "{n} need earlier actions that have not arrived; hand the file in again later and keep it.", "{n} 項缺少前面的操作，請稍後再交一次，檔案請保留。";
    BOX_REFUSED = "{n} 项服务器打不开，请保留文件并联系管理员。", "{n} can't be opened by the server; keep the file and call the administrator.", "{n} 項伺服器打不開，請保留檔案並聯絡管理員。";
    BOX_NONE = "这不是完整的黑匣子文件。", "This is not a whole black box file.", "這不是完整的黑匣子檔案。";
    BOX_OFFLINE = "连不上服务器，没有交完。请保留文件，稍后再交。", "The server can't be reached; not all was handed in. Keep the file and try again later.", "連不上伺服器，沒有交完。請保留檔案，稍後再交。";

    // A device that was revoked.
    WIPED = "这台平板已被注销", "This tablet was revoked", "這台平板已被註銷";
    WIPED_DONE = "没有送达的工作已交给办公室复核。本机的客户资料、照片、密钥和 PIN 都已清除。", "Unsent work was handed in for the office to review. Customer data, photos, keys and the PIN are gone from this device.", "沒有送達的工作已交給辦公室複核。本機的客戶資料、照片、金鑰和 PIN 都已清除。";
    WIPED_WAITS = "本机的客户资料、照片、密钥和 PIN 都已清除。没有送达的工作已加密封存（{n} 项），只有服务器能打开；下次有人登录时交给办公室复核。", "Customer data, photos, keys and the PIN are gone from this device. Unsent work ({n} items) is sealed so that only the server can open it, and is handed in for review when somebody signs in.", "本機的客戶資料、照片、金鑰和 PIN 都已清除。沒有送達的工作已加密封存（{n} 項），只有伺服器能開啟；下次有人登入時交給辦公室複核。";
    WIPED_HINT = "有疑问请联系办公室。要重新使用这台平板，请登录。", "Ask the office if this surprises you. To use this tablet again, sign in.", "有疑問請聯絡辦公室。要重新使用這台平板，請登入。";
    SIGN_IN_ANEW = "登录", "Sign in", "登入";

    // The office's list of devices.
    REVOKED_WAITS = "已注销，等它联网", "Revoked, waiting for its contact", "已註銷，等它連線";
    WIPED_AT = "已清空 {time}", "Wiped {time}", "已清空 {time}";
    RESTORE = "撤销注销", "Take back", "撤銷註銷";
    RESTORE_LABEL = "撤销注销 {name}（{person}）", "Take the revocation of {name} ({person}) back", "撤銷註銷 {name}（{person}）";
    RESTORED = "{name} 可以继续使用。", "{name} can be used again.", "{name} 可以繼續使用。";
    REVOKE_SURE = "它下次联网时先交出没发送的工作（留待复核），然后清空。在那之前可以撤销。", "At its next contact it first hands in its unsent work for review, then wipes itself. Until then you can take it back.", "它下次連線時先交出沒傳送的工作（留待複核），然後清空。在那之前可以撤銷。";
    REVOKE_HONEST = "一直不联网的平板清不了：它上面的资料是加密的，闲置后要 PIN；但懂行的人拿着没锁的平板能看到。被偷的平板，请同时修改使用人的密码。", "A tablet that never comes online can't be wiped: its data is encrypted and asks for the PIN when idle, but whoever holds it unlocked can read it. For a stolen one, also change its user's password.", "一直不連線的平板清不了：它上面的資料是加密的，閒置後要 PIN；但懂行的人拿著沒鎖的平板能看到。被偷的平板，請同時修改使用人的密碼。";
}
