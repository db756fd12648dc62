import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const tremorSource = fileURLToPath(new URL('../../node_modules/@tremor/react/dist/components/', import.meta.url));

const token = (name) => `var(--${name})`;
/** Tremor reads its own colour names: they are given the tokens of the design, so that it follows the theme by itself. */
const tremor = {
  brand: {
    faint: token('accent-bg'),
    muted: token('accent-bg'),
    subtle: token('accent'),
    DEFAULT: token('accent'),
    emphasis: token('accent'),
    inverted: token('on-accent'),
  },
  background: {
    muted: token('sunken'),
    subtle: token('sunken'),
    DEFAULT: token('surface'),
    emphasis: token('text'),
  },
  border: { DEFAULT: token('line') },
  ring: { DEFAULT: token('line') },
  content: {
    subtle: token('text-3'),
    DEFAULT: token('text-2'),
    emphasis: token('text'),
    strong: token('text'),
    inverted: token('surface'),
  },
};

/** @type {import('tailwindcss').Config} */
export default {
  content: [
    `${folder}index.html`,
    `${folder}src/**/*.{ts,tsx}`,
    // Only the parts of Tremor that src/ui uses; the whole library would double the style sheet.
    `${tremorSource}list-elements/Table/*.js`,
    `${tremorSource}input-elements/Tabs/*.js`,
  ],
  darkMode: 'class',
  theme: {
    extend: {
      colors: {
        canvas: token('canvas'),
        surface: token('surface'),
        sunken: token('sunken'),
        line: token('line'),
        'line-2': token('line-2'),
        text: token('text'),
        'text-2': token('text-2'),
        'text-3': token('text-3'),
        ctl: token('ctl'),
        accent: token('accent'),
        'accent-bg': token('accent-bg'),
        'on-accent': token('on-accent'),
        ok: token('ok'),
        'ok-bg': token('ok-bg'),
        warn: token('warn'),
        'warn-bg': token('warn-bg'),
        bad: token('bad'),
        'bad-bg': token('bad-bg'),
        mkt: token('mkt'),
        it: token('it'),
        ink: token('ink'),
        tremor,
        'dark-tremor': tremor,
      },
      fontFamily: {
        sans: ['"Inter Variable"', 'Inter', 'ui-sans-serif', 'system-ui', '"Segoe UI"', 'Roboto', 'sans-serif'],
      },
      fontSize: {
        '2xs': ['11px', '16px'],
        xs: ['12px', '16px'],
        sm: ['13px', '20px'],
        base: ['14px', '20px'],
        lg: ['16px', '24px'],
        xl: ['20px', '28px'],
        '2xl': ['24px', '32px'],
        'tremor-label': ['12px', '16px'],
        'tremor-default': ['13px', '20px'],
        'tremor-title': ['16px', '24px'],
        'tremor-metric': ['24px', '32px'],
      },
      borderRadius: { 'tremor-small': '4px', 'tremor-default': '6px', 'tremor-full': '9999px' },
      boxShadow: {
        'tremor-input': 'none',
        'tremor-card': 'none',
        'tremor-dropdown': 'none',
        'dark-tremor-input': 'none',
        'dark-tremor-card': 'none',
        'dark-tremor-dropdown': 'none',
      },
    },
  },
};
