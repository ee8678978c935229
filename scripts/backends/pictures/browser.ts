import { installPlaywright } from '../install/playwright.js';

/** What is used of a page of the browser. */
export interface Tab {
  setDefaultTimeout(millis: number): void;
  goto(url: string): Promise<unknown>;
  waitForSelector(selector: string, options?: { readonly timeout: number }): Promise<unknown>;
  waitForTimeout(millis: number): Promise<void>;
  evaluate(script: string): Promise<unknown>;
  textContent(selector: string, options: { readonly timeout: number }): Promise<string | null>;
  click(selector: string): Promise<void>;
  screenshot(options: {
    readonly path?: string;
    readonly clip?: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };
  }): Promise<unknown>;
}

/** A browser without a window. */
export interface Browser {
  newPage(options?: {
    readonly viewport: { readonly width: number; readonly height: number };
    readonly colorScheme?: 'light';
  }): Promise<Tab>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: string[] }): Promise<Browser>;
  };
}

/** Starts the browser of this machine. */
export async function openBrowser(): Promise<Browser> {
  const module = await installPlaywright();
  const { chromium } = (await import(module)) as Playwright;
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}
