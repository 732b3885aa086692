package cloud.bleu.delivery;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;

/**
 * What is to become of the pods of one workload that others create.
 *
 * @param pods that belong to the workload
 * @param zones the zone of each pod that has one, by name of the pod, as admission knows it
 * @param selectors node selectors of the zones that exist, by zone
 */
public record PodOrder(
    String workload,
    List<Pod> pods,
    Map<String, String> zones,
    Map<String, Map<String, String>> selectors) {}
