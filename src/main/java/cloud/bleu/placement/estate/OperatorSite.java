package cloud.bleu.placement.estate;

import java.util.List;

/**
 * Where the operator itself runs.
 *
 * @param zones by name, sorted; several where its replicas are in several
 */
public record OperatorSite(List<String> zones) {
  public OperatorSite {
    zones = zones.stream().distinct().sorted().toList();
  }
}
