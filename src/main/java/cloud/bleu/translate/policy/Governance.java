package cloud.bleu.translate.policy;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyPolicySpec;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.LabelSelectorCheck;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which policies hold for a workload, and the rules that they state. */
public final class Governance {
  private static final int MOST_DAYS = 36_500;
  private static final int MOST_RENEWALS = 1000;

  private final SortedMap<String, Policy> policies = new TreeMap<>();
  private final Namespaces namespaces;
  private final Map<String, Policy> known;

  /** Without any policy so far. */
  public Governance(Namespaces namespaces) {
    this.namespaces = namespaces;
    this.known = Map.of();
  }

  /**
   * @param before policies as they were read before: one that says the same keeps its rules
   */
  public Governance(Namespaces namespaces, Governance before) {
    this.namespaces = namespaces;
    this.known = before.policies;
  }

  /**
   * A policy as it was read.
   *
   * @param valid whether it can be used
   * @param flawless whether there is nothing to say of it
   */
  private record Policy(
      @Nullable SovereigntyPolicySpec spec,
      List<BoundRule> rules,
      boolean valid,
      boolean flawless) {
    SovereigntyPolicySpec.@Nullable AppliesTo appliesTo() {
      return spec == null ? null : spec.appliesTo();
    }
  }

  /** What holds for one workload. */
  public record Governing(List<String> policies, List<BoundRule> rules) {}

  /** Adds a policy. One with an error refuses every zone to what it governs. */
  public void add(SovereigntyPolicy object, Findings findings) {
    String name = object.getMetadata().getName();
    SovereigntyPolicySpec spec = object.getSpec();
    if (spec == null) {
      findings.block("spec", "is missing", null, "state the rules of the policy");
      policies.put(
          name, new Policy(null, List.of(FailClosedRule.invalid(name, List.of())), false, false));
      return;
    }
    Policy before = known.get(name);
    if (before != null && before.flawless() && spec.equals(before.spec())) {
      policies.put(name, before);
      return;
    }
    List<BoundRule> rules = PolicyRules.bind(name, spec, findings);
    waivable(spec, rules, findings);
    if (spec.appliesTo() != null && spec.appliesTo().namespaceSelector() != null) {
      LabelSelectorCheck.check(
          spec.appliesTo().namespaceSelector(), "spec.appliesTo.namespaceSelector", findings);
    }
    policies.put(
        name,
        new Policy(
            spec,
            findings.blocked()
                ? List.of(FailClosedRule.invalid(name, wrong(spec, findings.blockedFields())))
                : rules,
            !findings.blocked(),
            findings.isEmpty()));
  }

  /** The names of the rules that have an error, in the order of the policy. */
  private static List<String> wrong(SovereigntyPolicySpec spec, List<String> fields) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < spec.rules().size(); i++) {
      String path = FieldPath.item("spec.rules", i);
      String name = spec.rules().get(i).name();
      if (name != null
          && fields.stream().anyMatch(f -> f.equals(path) || f.startsWith(path + "."))) {
        names.add(name);
      }
    }
    return names.stream().distinct().toList();
  }

  private static void waivable(
      SovereigntyPolicySpec spec, List<BoundRule> rules, Findings findings) {
    TreeSet<String> known = new TreeSet<>();
    spec.rules().stream().filter(r -> r.name() != null).forEach(r -> known.add(r.name()));
    rules.forEach(r -> known.add(r.name()));
    int i = 0;
    for (String name : spec.waivable()) {
      String path = FieldPath.item("spec.waivable", i++);
      if (!known.contains(name)) {
        findings.dangling(path, "rule", name, known);
      }
    }
    SovereigntyPolicySpec.WaiverLimits limits = spec.waiverLimits();
    if (limits != null) {
      if (spec.waivable().isEmpty()) {
        findings.report(
            "spec.waiverLimits",
            "no rule can be waived, so there is nothing to limit",
            null,
            "name rules under spec.waivable, or take the limits out");
      }
      findings.wholeOrNull("spec.waiverLimits.maxDays", limits.maxDays(), 1, MOST_DAYS);
      findings.wholeOrNull("spec.waiverLimits.maxRenewals", limits.maxRenewals(), 0, MOST_RENEWALS);
    }
  }

  /** Whether another one states the same policies. */
  public boolean statesAs(Governance other) {
    return policies.equals(other.policies);
  }

  /** The policies of the input. */
  Set<String> names() {
    return policies.keySet();
  }

  /** Whether a policy could be read; one that could not refuses everything. */
  boolean isValid(String policy) {
    Policy found = policies.get(policy);
    return found != null && found.valid();
  }

  /** Names of the rules of a policy that may be waived. */
  List<String> waivable(String policy) {
    Policy found = policies.get(policy);
    return found == null || found.spec() == null ? List.of() : found.spec().waivable();
  }

  /** How long and how often; null when the policy sets no limit. */
  SovereigntyPolicySpec.@Nullable WaiverLimits waiverLimits(String policy) {
    Policy found = policies.get(policy);
    return found == null || found.spec() == null ? null : found.spec().waiverLimits();
  }

  /**
   * What holds for a workload: the policies that apply to it and those that it names, sorted by
   * name. One that it names and that is not there refuses every zone.
   */
  public Governing of(
      String namespace, List<String> dataClasses, List<String> named, Findings findings) {
    TreeSet<String> names = new TreeSet<>(named);
    policies.forEach(
        (name, policy) -> {
          if (applies(policy.appliesTo(), namespace, dataClasses)) {
            names.add(name);
          }
        });
    List<BoundRule> rules = new ArrayList<>();
    for (String name : names) {
      Policy policy = policies.get(name);
      if (policy == null) {
        findings.dangling(
            FieldPath.item("spec.policies", named.indexOf(name)),
            "SovereigntyPolicy",
            name,
            policies.keySet());
        rules.add(FailClosedRule.missing(name));
      } else {
        rules.addAll(policy.rules());
      }
    }
    return new Governing(List.copyOf(names), rules);
  }

  private boolean applies(
      SovereigntyPolicySpec.@Nullable AppliesTo to, String namespace, List<String> dataClasses) {
    LabelSelector selector = to == null ? null : to.namespaceSelector();
    List<String> classes = to == null ? List.of() : to.dataClasses();
    if (selector == null && classes.isEmpty()) {
      return namespaces.isGoverned(namespace);
    }
    return (selector == null || matches(selector, namespaces.labels(namespace)))
        && (classes.isEmpty() || classes.stream().anyMatch(dataClasses::contains));
  }

  /** A selector that is malformed matches: the policy refuses then, and says why. */
  private static boolean matches(LabelSelector selector, Map<String, String> labels) {
    return !LabelSelectors.wellFormed(selector) || LabelSelectors.matches(selector, labels);
  }
}
