import type { DevicesWords } from '../wording/devices.ts';

export const devices: DevicesWords = {
  readerState: {
    'not-configured': 'Not in the settings.',
    connecting: 'Connecting.',
    ready: 'Working.',
    'no-reader': 'Not connected. Check cable and power; it comes back by itself.',
    fault: 'Has a fault.',
  },
  readerFault: {
    silent: 'The port is there but nothing answers. Switch the reader off and on.',
    garbled: 'Its answers make no sense. Check the cable and the baud rate.',
    'sam-self-test': 'The security module failed its self-test. Replace the reader.',
    'sam-not-authorised': 'The security module is not authorised. Call the supplier.',
  },
  printerState: {
    'not-configured': 'Not in the settings.',
    connecting: 'Connecting.',
    ready: 'Working.',
    printing: 'Printing.',
    'no-paper': 'Out of paper. Put in a roll of thermal paper of the same width.',
    'cover-open': 'The cover is open. Close it.',
    'cutter-stuck': 'The cutter is stuck. Open the cover and take out the scraps.',
    fault: 'Has a fault. Switch it off and on; if that does not help, call the supplier.',
    'no-printer': 'Not connected. Check cable and power; it comes back by itself.',
  },
  pagePrinterState: {
    'not-configured': 'Not in the settings.',
    connecting: 'Connecting.',
    ready: 'Working.',
    printing: 'Printing.',
    busy: 'Prints for somebody else; ours comes in its turn.',
    'no-paper': 'No paper. Put in A4 paper; it then goes on by itself.',
    'cover-open': 'The cover is open. Close it.',
    jam: 'Paper is stuck. Open the cover and take it out.',
    'no-toner': 'No toner. Put in a new cartridge.',
    paused: 'The queue is stopped, or takes nothing new. Resume it at the printer or in CUPS.',
    fault: 'Has a fault.',
    'no-printer': 'Not connected. Check cable and power; it comes back by itself.',
  },
  pagePrinterFault: {
    silent: 'It does not answer. Switch the printer off and on.',
    garbled: 'Its answers make no sense. Switch the printer off and on; else check the address in the settings.',
    'not-a-printer': 'No printer and no such queue at this address. Check the address in the settings.',
    'takes-no-pdf': 'It takes no PDF. Connect it through CUPS, or use another one.',
    refused: 'It does not let this terminal print, or cancel. Check its permissions.',
    'stopped-by-device': 'It stopped by itself. See what it shows.',
  },
  keypadState: {
    'not-configured': 'Not in the settings.',
    connecting: 'Connecting.',
    ready: 'Connected. Press a key to see that it works.',
    types: 'It is a keyboard. Whether it is connected cannot be seen here: press a key to try it.',
    'no-keypad': 'Not connected. Check the cable; it comes back by itself.',
  },
  codeReaderState: {
    'not-configured': 'Not in the settings.',
    connecting: 'Connecting.',
    ready: 'Working.',
    types: 'It types like a keyboard. Whether it is connected cannot be seen here: scan a code to try it.',
    'no-reader': 'Not connected. Check the cable; it comes back by itself.',
    fault: 'Has a fault.',
  },
  codeReaderFault: {
    silent:
      'Nothing answers. Unplug it and plug it in again; if that does not help, check model and speed in the settings.',
    garbled:
      'Its answers make no sense. Check port, model and speed in the settings: another device may be connected there.',
  },
  scannerState: {
    'not-configured':
      'Not in the settings. Items that need a scan are not offered here, and others do not ask for one.',
    connecting: 'Connecting.',
    ready: 'Working.',
    scanning: 'Scanning.',
    busy: 'Somebody else is using it.',
    jam: 'The paper is stuck. Open the cover and take it out.',
    'cover-open': 'The cover is open. Close it.',
    fault: 'Has a fault.',
    'no-scanner': 'Not connected. Check cable and power; it comes back by itself.',
  },
  scannerFault: {
    silent: 'Nothing answers. Switch the scanner off and on.',
    garbled: 'Its answers make no sense. Check the address in the settings, and whether it is an eSCL scanner.',
    'stopped-by-device': 'It stopped by itself. See what its panel says.',
  },
  smartCardReaderState: {
    'not-configured': 'Not in the settings.',
    connecting: 'Connecting.',
    'no-service': "The system's card service does not run. Please call maintenance; it connects by itself afterwards.",
    'no-reader': 'Not connected. Please check its USB cable; it works by itself once it is plugged in.',
    'several-readers': 'Several have a name that fits the settings. Maintenance must write which one is meant.',
    ready: 'Works. No card is in.',
    'card-in': 'Works. A card is in.',
    fault: 'The card that is in cannot be read.',
  },
  smartCardReaderFault: {
    mute: 'The card does not start; it may be the wrong way round. Pull it, turn the chip up, insert it again.',
    silent:
      "The card stopped answering. Pull it; if that does not help, unplug the reader's USB cable and plug it in again.",
    garbled: 'Its answer makes no sense. Pull it and try another card.',
  },
};
