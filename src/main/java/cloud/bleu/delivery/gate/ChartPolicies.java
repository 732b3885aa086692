package cloud.bleu.delivery.gate;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The admission policies of the chart by the names that it gives them: those that keep pods, their
 * images and claims to the decisions, those that say who writes the records, facts, waivers,
 * break-glasses and labels that decisions rest on, and the one that refuses policies with an error.
 */
public final class ChartPolicies {

  /**
   * A policy, and a binding without which it refuses nothing, or not everything.
   *
   * @param refuses false: it warns
   * @param failsClosed false: what happens where it cannot be asked is of no matter
   */
  public record Bound(String policy, String binding, boolean refuses, boolean failsClosed) {
    /** Whether it asks what the gate of a namespace says. */
    private boolean isOfGates() {
      return !policy.equals(binding);
    }
  }

  /** The one that says who signs a break-glass. */
  public static final Bound BREAK_GLASS = everywhere("breakglass");

  /** The one that keeps workloads from moving before their wave, where a plan says Refuse. */
  public static final Bound WAVES = everywhere("waves");

  /** The one that warns of workloads that move before their wave, where a plan says Warn. */
  public static final Bound WARNED_WAVES =
      new Bound(
          "audit.waves" + ChartPolicies.GROUP, "audit.waves" + ChartPolicies.GROUP, false, false);

  /** The one that says who writes that somebody let a workload past its wave. */
  public static final Bound OVERRIDES = everywhere("overrides");

  /** The one that says who names a PriorityClass in a workload. */
  private static final Bound PRIORITIES = everywhere("priorities");

  /** The one that says who names a PriorityClass in a Deployment that a workload refers to. */
  private static final Bound PRIORITIES_OF_DEPLOYMENTS = everywhere("deployments.priorities");

  /** The one that says who takes namespaces in which nothing is enforced out of policies. */
  private static final Bound OPEN_SELECTIONS =
      new Bound(
          "open.selections" + ChartPolicies.GROUP,
          "open.selections" + ChartPolicies.GROUP,
          true,
          false);

  /** The policies of a cluster that the operator runs in, on which decisions rest. */
  public static final List<Bound> ALL =
      List.of(
          enforced("bindings", "bindings"),
          enforced("children", "children"),
          enforced("claims", "claims"),
          enforced("departures", "departures"),
          enforced("images", "images"),
          enforced("images", "debug-images"),
          enforced("images", "updated-images"),
          enforced("pods", "pods"),
          enforced("requests", "requests"),
          enforced("ties", "ties"),
          BREAK_GLASS,
          everywhere("dataclasses"),
          everywhere("drills"),
          everywhere("egress"),
          everywhere("facts"),
          everywhere("namespaces"),
          everywhere("policies"),
          everywhere("records"),
          everywhere("selections"),
          everywhere("waivers"),
          everywhere("workloads"),
          everywhere("zones"));

  /**
   * All that the chart installs: {@link #ALL}, and those on which no enforced decision rests. These
   * keep workloads from moving before their wave, keep namespaces that do not enforce in their
   * policies, and say who names a PriorityClass, which the values of the chart may switch off.
   */
  public static final List<Bound> CHART =
      Stream.concat(
              ALL.stream(),
              Stream.of(
                  OPEN_SELECTIONS,
                  WAVES,
                  WARNED_WAVES,
                  OVERRIDES,
                  PRIORITIES,
                  PRIORITIES_OF_DEPLOYMENTS))
          .toList();

  /** The policies of a member, where gates are the only kind of ours. */
  public static final List<Bound> MEMBER =
      ALL.stream()
          .filter(
              bound ->
                  bound.isOfGates()
                      || List.of(everywhere("namespaces"), everywhere("records")).contains(bound))
          .toList();

  private static final String GROUP = ".placement.bleu.cloud";
  private static final String POLICY = "ValidatingAdmissionPolicy ";
  private static final String BINDING = "ValidatingAdmissionPolicyBinding ";

  private ChartPolicies() {}

  private static Bound enforced(String policy, String binding) {
    return new Bound(policy + GROUP, "enforce." + binding + GROUP, true, true);
  }

  private static Bound everywhere(String name) {
    return new Bound(name + GROUP, name + GROUP, true, true);
  }

  /**
   * The policies and bindings among some that are missing, or do not do their part, with their
   * kinds. A policy has to fail closed. A binding has to refuse, or to warn where that is its part.
   * An administrator may have changed anything else in them.
   */
  public static SortedSet<String> missing(
      List<Bound> wanted,
      Collection<ValidatingAdmissionPolicy> policies,
      Collection<ValidatingAdmissionPolicyBinding> bindings) {
    TreeSet<String> missing = new TreeSet<>();
    for (Bound bound : wanted) {
      if (policies.stream().noneMatch(p -> isOf(p, bound))) {
        missing.add(POLICY + bound.policy());
      }
      if (bindings.stream().noneMatch(b -> binds(b, bound))) {
        missing.add(BINDING + bound.binding());
      }
    }
    return missing;
  }

  /**
   * Whether nothing of what decisions say is kept to in any namespace, whatever its label.
   *
   * @param missing as {@link #missing} names them
   */
  public static boolean isNothingKept(Collection<String> missing) {
    return ALL.stream()
        .filter(Bound::isOfGates)
        .allMatch(
            bound ->
                missing.contains(POLICY + bound.policy())
                    || missing.contains(BINDING + bound.binding()));
  }

  /**
   * Since when one of them has refused: the later of the two instants at which the policy and its
   * binding were created. Null when it does not.
   */
  public static @Nullable Instant since(
      Bound bound,
      Collection<ValidatingAdmissionPolicy> policies,
      Collection<ValidatingAdmissionPolicyBinding> bindings) {
    if (!missing(List.of(bound), policies, bindings).isEmpty()) {
      return null;
    }
    return Stream.concat(
            policies.stream().filter(p -> isOf(p, bound)),
            bindings.stream().filter(b -> binds(b, bound)))
        .map(o -> Instant.parse(o.getMetadata().getCreationTimestamp()))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static boolean isOf(ValidatingAdmissionPolicy policy, Bound bound) {
    return policy.getMetadata().getName().equals(bound.policy())
        && policy.getSpec() != null
        && (!bound.failsClosed() || "Fail".equals(policy.getSpec().getFailurePolicy()));
  }

  private static boolean binds(ValidatingAdmissionPolicyBinding binding, Bound bound) {
    return binding.getMetadata().getName().equals(bound.binding())
        && binding.getSpec() != null
        && bound.policy().equals(binding.getSpec().getPolicyName())
        && binding.getSpec().getValidationActions().contains(bound.refuses() ? "Deny" : "Warn");
  }
}
