package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.SovereigntyPolicySpec.WaiverLimits;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.WaiverState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a waiver counts or does not. It names one statement of one policy; it counts only if every
 * policy that enforces the same rule on the workload lets it be waived.
 */
final class WaiverScrutiny {
  private final Instant now;
  private final Governance governance;
  private final Set<String> zones;

  /**
   * @param zones that exist, by name
   */
  WaiverScrutiny(Instant now, Governance governance, Set<String> zones) {
    this.now = now;
    this.governance = governance;
    this.zones = zones;
  }

  /**
   * How a waiver stands.
   *
   * @param all waivers of the same workload, this one too
   * @param uid of the workload, null when it has none yet
   * @param governing what holds for the workload
   */
  WaiverStanding of(
      ReadWaiver entry,
      List<ReadWaiver> all,
      @Nullable String uid,
      Governance.Governing governing) {
    SovereigntyWaiverSpec spec = entry.spec();
    String policy = spec.policyRef();
    String ruleName = spec.rule();
    String wanted = spec.workloadRef().uid();
    if (ReadWaiver.isGiven(wanted) && uid != null && !uid.equals(wanted)) {
      return entry.standing(
          WaiverState.WorkloadReplaced,
          Message.of("waiver.workloadReplaced", "workload", entry.workload().name())
              .advising(Message.of("do.askForWaiver")));
    }
    if (!spec.zones().isEmpty() && Collections.disjoint(spec.zones(), zones)) {
      return entry.standing(
          WaiverState.ZoneMissing,
          Message.of("waiver.zoneMissing", "zones", spec.zones())
              .advising(Message.of("do.correctZones")));
    }
    if (!governance.names().contains(policy)) {
      return entry.standing(
          WaiverState.PolicyMissing,
          Message.of(
                  "waiver.policyMissing",
                  "policy",
                  ShownText.quote(policy),
                  "near",
                  NearestName.of(policy, governance.names()).orElse(null))
              .advising(Message.of("do.correctPolicyRef")));
    }
    if (!governing.policies().contains(policy)) {
      return entry.standing(
          WaiverState.NotGoverned,
          Message.of("waiver.notGoverned", "policy", policy)
              .advising(Message.of("do.deleteWaiver")));
    }
    if (!governance.isValid(policy)) {
      return entry.standing(
          WaiverState.PolicyInvalid,
          Message.of("waiver.policyInvalid", "policy", policy)
              .advising(Message.of("do.correctThePolicy")));
    }
    BoundRule statement =
        governing.rules().stream()
            .filter(r -> policy.equals(r.policy()) && r.name().equals(ruleName))
            .findFirst()
            .orElse(null);
    if (statement == null) {
      return entry.standing(
          WaiverState.RuleMissing,
          Message.of("waiver.ruleMissing", "policy", policy, "rule", ShownText.quote(ruleName))
              .advising(Message.of("do.correctRule")));
    }
    WaiverStanding refused = refused(entry, all, statement, governing);
    return refused != null ? refused : approval(entry, statement);
  }

  private @Nullable WaiverStanding refused(
      ReadWaiver entry, List<ReadWaiver> all, BoundRule statement, Governance.Governing governing) {
    String id = statement.rule().declaration().id();
    for (BoundRule rule : governing.rules()) {
      boolean same =
          rule == statement
              || rule.action() == BoundRule.Action.Enforce
                  && rule.rule().declaration().id().equals(id)
                  // Rules of one's own share an id: their source tells them apart.
                  && rule.rule()
                      .declaration()
                      .summary()
                      .equals(statement.rule().declaration().summary());
      if (same
          && rule.policy() != null
          && !governance.waivable(rule.policy()).contains(rule.name())) {
        return entry.standing(
            WaiverState.NotWaivable,
            Message.of("waiver.notWaivable", "policy", rule.policy(), "rule", rule.name())
                .advising(Message.of("do.keepRule")));
      }
    }
    WaiverLimits limits = governance.waiverLimits(entry.spec().policyRef());
    Integer days = limits == null ? null : limits.maxDays();
    if (days != null
        && Duration.between(entry.from(), entry.until()).compareTo(Duration.ofDays(days)) > 0) {
      return entry.standing(
          WaiverState.TooLong,
          Message.of("waiver.tooLong", "policy", entry.spec().policyRef(), "days", days)
              .advising(Message.of("do.askForShorter")));
    }
    Integer renewals = limits == null ? null : limits.maxRenewals();
    if (renewals != null && earlier(entry, all) > renewals) {
      return entry.standing(
          WaiverState.TooManyRenewals,
          Message.of(
                  "waiver.tooManyRenewals",
                  "policy",
                  entry.spec().policyRef(),
                  "renewals",
                  renewals)
              .advising(Message.of("do.mend")));
    }
    return null;
  }

  /** Approved waivers of the same rule that began before. */
  private static long earlier(ReadWaiver entry, List<ReadWaiver> all) {
    return all.stream()
        .filter(ReadWaiver::approved)
        .filter(e -> Objects.equals(e.spec().policyRef(), entry.spec().policyRef()))
        .filter(e -> Objects.equals(e.spec().rule(), entry.spec().rule()))
        .filter(
            e ->
                e.from().isBefore(entry.from())
                    || e.from().equals(entry.from())
                        && e.ref().name().compareTo(entry.ref().name()) < 0)
        .count();
  }

  private WaiverStanding approval(ReadWaiver entry, BoundRule statement) {
    SovereigntyWaiverSpec spec = entry.spec();
    if (!ReadWaiver.isGiven(spec.approvedBy())) {
      return entry.standing(
          WaiverState.AwaitingApproval,
          Message.of("waiver.notApproved").advising(Message.of("do.haveApproved")));
    }
    if (!now.isBefore(entry.until())) {
      return entry.standing(
          WaiverState.Expired,
          Message.of("waiver.expired", "until", entry.until())
              .advising(Message.of("do.askAnewOrDelete")));
    }
    String approved = spec.approvedStatement();
    if (approved != null && !approved.equals(RuleStatement.of(statement).digest())) {
      return entry.standing(
          WaiverState.StatementChanged,
          Message.of("waiver.statementChanged", "policy", spec.policyRef(), "rule", spec.rule())
              .advising(Message.of("do.askAnewAndHaveApproved")));
    }
    if (now.isBefore(entry.from())) {
      return entry.standing(
          WaiverState.NotYetInForce,
          Message.of("waiver.notYet", "from", entry.from()).advising(Message.of("do.wait")));
    }
    return entry.standing(
        WaiverState.InForce,
        Message.of(
            "waiver.inForce",
            "rule",
            spec.rule(),
            "policy",
            spec.policyRef(),
            "workload",
            entry.workload().name(),
            "until",
            entry.until()));
  }
}
