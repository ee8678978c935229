/** The fields of a protobuf message, by number. Absent ones have protobuf's defaults. */
export interface Fields {
  messages(field: number): Fields[];
  text(field: number): string;
  hex(field: number): string;
  integer(field: number): bigint;
}

type Value = bigint | Uint8Array;

/** Reads a message of the wire format: varints, fixed integers, and whatever has a length. */
export function fieldsOf(bytes: Uint8Array): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: { readonly field: number; readonly value: Value }[] = [];
  let at = 0;

  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (length: number): number => (at += length) - length;
  const read = (wireType: number): Value => {
    switch (wireType) {
      case 0:
        return varint();
      case 1:
        return view.getBigUint64(skip(8), true);
      case 2: {
        const length = Number(varint());
        return bytes.subarray(skip(length), at);
      }
      case 5:
        return BigInt(view.getUint32(skip(4), true));
      default:
        throw new Error(`wire type ${wireType} is not of protobuf 3`);
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    values.push({ field: tag >> 3, value: read(tag & 7) });
  }

  const all = (field: number): Value[] =>
    values.filter((each) => each.field === field).map(({ value }) => value);
  const lengthy = (field: number): Buffer[] =>
    all(field).map((value) => {
      if (typeof value === 'bigint') throw new Error(`field ${field} is a number`);
      return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    });
  return {
    messages: (field) => lengthy(field).map(fieldsOf),
    text: (field) => (lengthy(field).at(-1) ?? Buffer.alloc(0)).toString('utf8'),
    hex: (field) => (lengthy(field).at(-1) ?? Buffer.alloc(0)).toString('hex'),
    integer: (field) => {
      const value = all(field).at(-1) ?? 0n;
      if (typeof value !== 'bigint') throw new Error(`field ${field} is no number`);
      return value;
    },
  };
}
