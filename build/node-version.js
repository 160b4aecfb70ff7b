// Loaded with `node --import` in front of every command of package.json. It is JavaScript on purpose: an older Node stops at
// the first .ts file with ERR_UNKNOWN_FILE_EXTENSION, and an old Node with better-sqlite3 ends in a segmentation fault.
const needed = 24;

if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `Tongban needs Node ${needed} or newer; this is ${process.version} (${process.execPath}).\n` +
      'Run it through npm (npm start, npm test, npm run journey): npm ci installs the right Node into node_modules/.bin.\n' +
      `Where no ready-made Node exists for this system (${process.platform} ${process.arch}), install Node ${needed} first.\n`,
  );
  process.exit(1);
}
