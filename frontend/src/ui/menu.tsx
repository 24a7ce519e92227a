import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes';

export interface MenuItem {
  label: ReactNode;
  onChoose: () => void;
  danger?: boolean;
  disabled?: boolean;
}

/** A list of actions under a button. Not modal: a modal one would write styles into the page. */
export function Menu({ trigger, items }: { trigger: ReactNode; items: MenuItem[] }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-40 min-w-44 rounded-md border bg-surface p-1 shadow-raised"
        >
          {items.map((item, index) => (
            <DropdownMenu.Item
              key={index}
              disabled={item.disabled}
              onSelect={item.onChoose}
              className={classes(
                'flex cursor-pointer items-center gap-2 rounded-sm px-2.5 py-1.5 outline-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4',
                item.danger && 'text-bad',
              )}
            >
              {item.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
