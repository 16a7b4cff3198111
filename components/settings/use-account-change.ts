"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/toast";
import { accountQueries } from "./account-queries";

export interface AccountChange<Input, Output> {
  change: (input: Input) => Promise<Output>;
  /** Said when it has worked. */
  done: string;
  onDone?: (output: Output) => void;
}

/** A change of accounts or tokens: tells how it went and reads everything of them again. */
export function useAccountChange<Input, Output>({ change, done, onDone }: AccountChange<Input, Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (output) => {
      showToast({ status: "ok", title: done });
      onDone?.(output);
    },
    onSettled: () => client.invalidateQueries({ queryKey: accountQueries.all() }),
  });
}
