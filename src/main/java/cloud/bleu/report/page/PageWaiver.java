package cloud.bleu.report.page;

import java.util.List;

/**
 * A SovereigntyWaiver and how it stands. Who asked for it and who approved it is on no report.
 *
 * @param workload that it is for, as the page names it; empty when it cannot be read
 * @param zones that it is for; empty: all
 * @param from the first instant, as it is written; empty when it is not
 * @param until the first instant at which it no longer holds, as it is written
 * @param state reason of its condition Ready, such as {@code InForce}
 * @param statement whether the policy states the rule as it was approved: {@code Same}, {@code
 *     Changed}, {@code Unnamed} where the approval names no statement, {@code NotApproved}, {@code
 *     NotCompared} of one that does not count for another reason
 * @param message what that means; empty where free text is left out
 */
public record PageWaiver(
    String name,
    String workload,
    String rule,
    String policy,
    List<String> zones,
    String from,
    String until,
    String state,
    String statement,
    String message) {
  public PageWaiver {
    zones = List.copyOf(zones);
  }
}
