package cloud.bleu.translate.policy;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.SovereigntyPolicySpec.WaiverLimits;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverSpec;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.Waiver;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The waivers of the input: which statement of which workload each one sets aside, and why one does
 * not. A waiver names one statement of one policy; it counts only if every policy that enforces the
 * same rule on the workload lets it be waived.
 */
public final class Waivers {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private final Instant now;
  private final Governance governance;
  private final TreeSet<String> zones = new TreeSet<>();
  private final List<Entry> entries = new ArrayList<>();
  private final TreeMap<ObjectRef, WaiverStanding> standings = new TreeMap<>();

  public Waivers(Instant now, Governance governance, Collection<AvailabilityZone> zones) {
    this.now = now;
    this.governance = governance;
    zones.forEach(zone -> this.zones.add(zone.getMetadata().getName()));
  }

  /** A waiver that could be read. */
  private record Entry(
      ObjectRef ref, WorkloadId workload, SovereigntyWaiverSpec spec, Instant from, Instant until) {

    boolean approved() {
      return given(spec.approvedBy()) && given(spec.requestedBy());
    }
  }

  /** Adds one waiver. */
  public void add(SovereigntyWaiver object, Findings findings) {
    ObjectRef ref = ObjectRef.of(object);
    SovereigntyWaiverSpec spec = object.getSpec();
    if (spec == null || spec.workloadRef() == null) {
      findings.block("spec", "is missing", null, "state what is set aside, for which workload");
      stands(ref, null, WaiverState.InvalidSpec, "it states no workload; state spec.workloadRef");
      return;
    }
    Instant from = instant("spec.notBefore", spec.notBefore(), findings);
    Instant until = instant("spec.expirationTime", spec.expirationTime(), findings);
    if (from != null && until != null && !from.isBefore(until)) {
      findings.block(
          "spec.expirationTime",
          "notBefore is not before expirationTime",
          null,
          "correct the two: the end is the first instant without it");
    }
    people(spec, findings);
    if (findings.blocked() || from == null || until == null) {
      stands(ref, null, WaiverState.InvalidSpec, "it has an error; ask for a new one without it");
      return;
    }
    String namespace = object.getMetadata().getNamespace();
    WorkloadId workload =
        new WorkloadId(
            namespace == null ? "default" : namespace, String.valueOf(spec.workloadRef().name()));
    entries.add(new Entry(ref, workload, spec, from, until));
    stands(
        ref,
        workload,
        WaiverState.WorkloadMissing,
        "there is no BleuWorkload " + workload.name() + " here; correct spec.workloadRef");
  }

  /**
   * Two people, as admission asks for them: what came in without it is read here for the first
   * time.
   */
  private static void people(SovereigntyWaiverSpec spec, Findings findings) {
    String approver = spec.approvedBy();
    if (!given(approver)) {
      return;
    }
    if (!given(spec.requestedBy()) || isSame(approver, spec.requestedBy())) {
      findings.block(
          "spec.approvedBy",
          "a waiver is requested by one person and approved by another one",
          null,
          "ask for a new one, and have a colleague approve it");
    }
    if (approver.startsWith(SERVICE_ACCOUNT)) {
      findings.block(
          "spec.approvedBy",
          "a person approves a waiver, not a service account such as " + Problem.quote(approver),
          "the name of a user",
          "ask for a new one, and have a person approve it with `bleu waivers approve`");
    }
  }

  private static @Nullable Instant instant(String path, @Nullable String value, Findings findings) {
    Instant instant = findings.instant(value);
    if (instant == null) {
      findings.block(
          path,
          value == null ? "is missing" : "not an instant: " + Problem.quote(value),
          "an instant as in RFC 3339",
          "write it like 2026-03-01T00:00:00Z");
    }
    return instant;
  }

  /** The statements that hold for a workload, each with the waivers that count for it. */
  public List<BoundRule> bound(
      WorkloadId id, @Nullable String uid, Governance.Governing governing) {
    List<Entry> own = entries.stream().filter(e -> e.workload.equals(id)).toList();
    if (own.isEmpty()) {
      return governing.rules();
    }
    TreeMap<String, List<Waiver>> counting = new TreeMap<>();
    for (Entry entry : own) {
      WaiverStanding standing = judge(entry, uid, governing);
      standings.put(entry.ref, standing);
      if (standing.state().counts()) {
        counting
            .computeIfAbsent(key(entry.spec.policyRef(), entry.spec.rule()), k -> new ArrayList<>())
            .add(new Waiver(entry.ref.name(), entry.spec.zones(), entry.from, entry.until));
      }
    }
    return governing.rules().stream()
        .map(r -> r.withWaivers(counting.getOrDefault(key(r.policy(), r.name()), List.of())))
        .toList();
  }

  private WaiverStanding judge(Entry entry, @Nullable String uid, Governance.Governing governing) {
    SovereigntyWaiverSpec spec = entry.spec;
    String policy = String.valueOf(spec.policyRef());
    String ruleName = String.valueOf(spec.rule());
    String wanted = spec.workloadRef().uid();
    if (given(wanted) && uid != null && !uid.equals(wanted)) {
      return standing(
          entry,
          WaiverState.WorkloadReplaced,
          "BleuWorkload "
              + entry.workload.name()
              + " is another object than the one with the uid given; ask for a new waiver");
    }
    if (!spec.zones().isEmpty() && Collections.disjoint(spec.zones(), zones)) {
      return standing(
          entry,
          WaiverState.ZoneMissing,
          "there is no AvailabilityZone "
              + String.join(" or ", spec.zones())
              + " here; correct spec.zones");
    }
    if (!governance.names().contains(policy)) {
      return standing(
          entry,
          WaiverState.PolicyMissing,
          "there is no SovereigntyPolicy "
              + Problem.quote(policy)
              + NearestName.of(policy, governance.names())
                  .map(near -> ", did you mean " + near + "?")
                  .orElse("")
              + "; correct spec.policyRef, or delete the waiver");
    }
    if (!governing.policies().contains(policy)) {
      return standing(
          entry,
          WaiverState.NotGoverned,
          "policy " + policy + " does not hold for the workload; delete the waiver");
    }
    if (!governance.isValid(policy)) {
      return standing(
          entry,
          WaiverState.PolicyInvalid,
          "policy " + policy + " has an error and refuses everything; correct the policy");
    }
    BoundRule statement =
        governing.rules().stream()
            .filter(r -> policy.equals(r.policy()) && r.name().equals(ruleName))
            .findFirst()
            .orElse(null);
    if (statement == null) {
      return standing(
          entry,
          WaiverState.RuleMissing,
          "policy "
              + policy
              + " states no rule "
              + Problem.quote(ruleName)
              + "; correct spec.rule");
    }
    WaiverStanding refused = refused(entry, statement, governing);
    return refused != null ? refused : approval(entry);
  }

  private @Nullable WaiverStanding refused(
      Entry entry, BoundRule statement, Governance.Governing governing) {
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
        return standing(
            entry,
            WaiverState.NotWaivable,
            "policy "
                + rule.policy()
                + " does not list its rule "
                + rule.name()
                + " in spec.waivable; keep the rule, or have the policy changed");
      }
    }
    WaiverLimits limits = governance.waiverLimits(String.valueOf(entry.spec.policyRef()));
    Integer days = limits == null ? null : limits.maxDays();
    if (days != null
        && Duration.between(entry.from, entry.until).compareTo(Duration.ofDays(days)) > 0) {
      return standing(
          entry,
          WaiverState.TooLong,
          "policy "
              + entry.spec.policyRef()
              + " allows waivers of at most "
              + days
              + " days; ask for a shorter one");
    }
    Integer renewals = limits == null ? null : limits.maxRenewals();
    if (renewals != null && earlier(entry) > renewals) {
      return standing(
          entry,
          WaiverState.TooManyRenewals,
          "policy "
              + entry.spec.policyRef()
              + " allows at most "
              + renewals
              + " renewals of a waiver; mend what it sets aside");
    }
    return null;
  }

  /** Approved waivers of the same rule and workload that began before. */
  private long earlier(Entry entry) {
    return entries.stream()
        .filter(e -> e.workload.equals(entry.workload) && e.approved())
        .filter(e -> Objects.equals(e.spec.policyRef(), entry.spec.policyRef()))
        .filter(e -> Objects.equals(e.spec.rule(), entry.spec.rule()))
        .filter(
            e ->
                e.from.isBefore(entry.from)
                    || e.from.equals(entry.from) && e.ref.name().compareTo(entry.ref.name()) < 0)
        .count();
  }

  private WaiverStanding approval(Entry entry) {
    SovereigntyWaiverSpec spec = entry.spec;
    if (!given(spec.approvedBy())) {
      return standing(
          entry,
          WaiverState.AwaitingApproval,
          "nobody approved it; another person than the one who asks does, with `bleu waivers"
              + " approve`");
    }
    if (now.isBefore(entry.from)) {
      return standing(
          entry,
          WaiverState.NotYetInForce,
          "it is in force from " + entry.from + " on; wait until then");
    }
    if (!now.isBefore(entry.until)) {
      return standing(
          entry,
          WaiverState.Expired,
          "it was in force until " + entry.until + "; ask for a new one, or delete it");
    }
    return standing(
        entry,
        WaiverState.InForce,
        "rule "
            + spec.rule()
            + " of policy "
            + spec.policyRef()
            + " is set aside for "
            + entry.workload.name()
            + " until "
            + entry.until);
  }

  /** How every waiver stands, by namespace and name. */
  public List<WaiverStanding> standings() {
    return List.copyOf(standings.values());
  }

  private static WaiverStanding standing(Entry entry, WaiverState state, String message) {
    return new WaiverStanding(entry.ref, entry.workload, state, message);
  }

  private void stands(
      ObjectRef ref, @Nullable WorkloadId workload, WaiverState state, String message) {
    standings.put(ref, new WaiverStanding(ref, workload, state, message));
  }

  /** Two ways of writing one name are one person. */
  private static boolean isSame(String a, String b) {
    return a.strip().equalsIgnoreCase(b.strip());
  }

  private static boolean given(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static String key(@Nullable String policy, String rule) {
    return policy + "/" + rule;
  }
}
