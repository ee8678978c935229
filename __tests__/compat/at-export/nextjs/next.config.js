/** @type {import('next').NextConfig} */
export default {
  // This checkout's own rules and lock file are not for an application.
  eslint: { ignoreDuringBuilds: true },
  outputFileTracingRoot: import.meta.dirname,
};
