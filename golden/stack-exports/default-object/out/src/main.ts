import * as pulumi from '@pulumi/pulumi'
import { ChatStack } from './chat-stack'

const config = new pulumi.Config()

const chat = new ChatStack('chat', {
  suffix: config.get('suffix') ?? 'dev',
  historyDays: config.getNumber('historyDays') ?? 30,
})

export default {
  socketUrl: chat.socketUrl,
  historyId: chat.history.id,
  uploadsId: chat.uploads.id,
}
