import { isSafeLogAttribute } from '../../src/index.js';

describe('the default filter of log attributes', () => {
  it.each([
    'session.id',
    'prompt.id',
    'prompt_id',
    'event.name',
    'model',
    'gen_ai.request.model',
    'gen_ai.response.id',
    'gen_ai.response.finish_reasons',
    'tool_name',
    'decision',
    'error.type',
    'exception.type',
    'http.response.status_code',
    'input_tokens',
    'organization.id',
    'user.id',
    'messageId',
  ])('takes %s', (key) => {
    expect(isSafeLogAttribute(key, 'value')).toBe(true);
  });

  it.each([
    'prompt',
    'user_prompt',
    'gen_ai.prompt',
    'gen_ai.prompt.0.content',
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
    'gen_ai.tool.call.arguments',
    'gen_ai.tool.call.result',
    'response',
    'completion',
    'tool_input',
    'tool_parameters',
    'toolInput',
    'TOOL_OUTPUT',
    'bash_command',
    'command_args',
    'error',
    'error_message',
    'error.message',
    'exception.message',
    'exception.stacktrace',
    'db.query.text',
    'http.request.body',
    'http.request.header.authorization',
    'url.full',
    'url.query',
    'file.path',
    'code.filepath',
    'cwd',
    'client.address',
    'user.email',
    'user.name',
    'api_key',
    'apiKey',
    'access_token',
    'password',
    '提示',
    '',
  ])('leaves out %s', (key) => {
    expect(isSafeLogAttribute(key, 'value')).toBe(false);
  });

  it.each<[string, unknown, boolean]>([
    ['a number', 7, true],
    ['a boolean', true, true],
    ['numbers', [1, 2], true],
    ['short texts', ['a', 'b'], true],
    ['a text of 256 characters', 'x'.repeat(256), true],
    ['a text of 257', 'x'.repeat(257), false],
    ['two lines', 'a\nb', false],
    ['a long text in a list', ['a', 'x'.repeat(257)], false],
    ['many texts', Array.from({ length: 65 }, () => 'a'), false],
    ['a map', { a: 1 }, false],
    ['bytes', new Uint8Array(2), false],
    ['null', null, false],
    ['undefined', undefined, false],
  ])('looks at the value too: %s', (_, value, safe) => {
    expect(isSafeLogAttribute('label', value)).toBe(safe);
  });

  it('takes numbers and booleans whatever their key says', () => {
    expect(isSafeLogAttribute('prompt', 120)).toBe(true);
    expect(isSafeLogAttribute('content', [true])).toBe(true);
    expect(isSafeLogAttribute('prompts', ['how?'])).toBe(false);
  });
});
