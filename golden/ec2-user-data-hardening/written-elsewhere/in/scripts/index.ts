export { BASTION } from './bastion';

export const WORKER = `#!/bin/bash

dnf install -y docker

systemctl enable --now docker

systemctl restart sshd
`;
