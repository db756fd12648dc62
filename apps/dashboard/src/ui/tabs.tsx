// Tremor's own TabPanel sets aria-selected on a tabpanel, which no role allows: the panels are those of Headless UI.
import { TabPanel, TabPanels } from '@headlessui/react';
import { Tab, TabGroup, TabList } from '@tremor/react';
import type { ReactNode } from 'react';

interface TabsProps {
  readonly label: string;
  readonly heading: ReactNode;
  readonly names: readonly string[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly children: ReactNode;
}

/** One panel whose content is chosen by tabs beside its heading. */
export function Tabs({ label, heading, names, chosen, onChoose, children }: TabsProps) {
  return (
    <TabGroup index={chosen} onIndexChange={onChoose}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        {heading}
        <TabList variant="solid" aria-label={label} className="flex-wrap">
          {names.map((name) => (
            <Tab key={name} className="min-h-[26px]">
              {name}
            </Tab>
          ))}
        </TabList>
      </div>
      <TabPanels>
        {names.map((name, index) => (
          <TabPanel key={name} className="mt-2">
            {index === chosen ? children : null}
          </TabPanel>
        ))}
      </TabPanels>
    </TabGroup>
  );
}
