UPDATE `sessions` SET `token` = sha256(`token`);
