package cloud.bleu.assess.model;

import java.util.List;
import java.util.Map;

/**
 * What is answered of one workload.
 *
 * @param place of the object
 * @param answer the worst of its own findings and of those of what it names or is reached through
 * @param counts of these findings by severity
 * @param through other objects of the input with such findings
 * @param notSeen what it names and the input does not have
 */
public record WorkloadAnswer(
    Place place,
    Severity answer,
    Map<Severity, Integer> counts,
    List<String> through,
    List<String> notSeen) {

  public WorkloadAnswer {
    counts = Map.copyOf(counts);
    through = List.copyOf(through);
    notSeen = List.copyOf(notSeen);
  }

  /** How many findings of that severity count for the workload; 0 when there is none. */
  public int count(Severity severity) {
    return counts.getOrDefault(severity, 0);
  }
}
