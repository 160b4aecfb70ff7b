import { createSerialDecoder } from './codec.ts';
import { encodeCommand, isAnswered, type SerialModel } from './commands.ts';
import type { CodeReaderModel } from './driver.ts';

/** How a serial reader of this model is spoken to. */
export function serialModel(model: SerialModel): CodeReaderModel {
  return {
    createDecoder: () => createSerialDecoder(model),
    command: (command) => encodeCommand(model, command),
    answersTrigger: isAnswered(model, 'trigger'),
  };
}
