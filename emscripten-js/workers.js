if (globalThis.name?.startsWith?.('em-pthread-')) globalThis.name = 'em-pthread';
var deputyNumbersWorkers = 1;
