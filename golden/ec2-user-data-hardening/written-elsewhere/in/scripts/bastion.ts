export const BASTION = [
  '#!/bin/bash',
  'dnf -y upgrade',
  "echo 'Authorised use only' > /etc/issue.net",
  'systemctl restart sshd',
].join('\n');
