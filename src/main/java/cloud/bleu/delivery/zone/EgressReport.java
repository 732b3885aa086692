package cloud.bleu.delivery.zone;

import java.util.List;

/**
 * What became of the egress that a workload states.
 *
 * @param gaps what is stated and does not hold
 * @param others NetworkPolicies of other people that allow the pods something, by name and in order
 */
public record EgressReport(List<DeliveryProblem> gaps, List<String> others) {
  public EgressReport {
    gaps = List.copyOf(gaps);
    others = List.copyOf(others);
  }
}
