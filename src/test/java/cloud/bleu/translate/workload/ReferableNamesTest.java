package cloud.bleu.translate.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.affinity.ZoneLabels;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.pod.ExternalNames;
import cloud.bleu.translate.policy.Governance;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is remembered of a workload is used only while everything that it was read from is same. */
class ReferableNamesTest {

  /** Compared for each workload, by {@link RememberedWorkloads} or {@code isLasting}. */
  private static final Set<String> FOR_EACH =
      Set.of("namespaces", "exposures", "waivers", "sources", "breakGlass");

  @Test
  void eachPartThatHoldsForAllWorkloadsIsCompared() throws ReflectiveOperationException {
    Map<String, Object> one = parts();
    assertTrue(of(one).saysAs(of(parts())), "the same, read anew");
    Map<String, Object> others = others();
    Set<String> told = new TreeSet<>(FOR_EACH);
    told.addAll(others.keySet());
    assertEquals(
        new TreeSet<>(
            Arrays.stream(ReferableNames.class.getRecordComponents())
                .map(RecordComponent::getName)
                .toList()),
        told);
    for (Map.Entry<String, Object> other : others.entrySet()) {
      Map<String, Object> changed = parts();
      changed.put(other.getKey(), other.getValue());
      assertFalse(of(one).saysAs(of(changed)), other.getKey());
    }
  }

  private static Map<String, Object> parts() {
    Map<String, Object> parts = new TreeMap<>();
    parts.put("governance", new Governance(null));
    parts.put("priorities", new Priorities());
    parts.put("externalNames", new ExternalNames(List.of()));
    parts.put("zones", new TreeSet<>(Set.of("z")));
    parts.put("labels", Map.of());
    parts.put("elsewhere", Collections.emptySortedSet());
    parts.put("karmada", Collections.emptySortedSet());
    parts.put("managed", Collections.emptySortedSet());
    parts.put("providers", new TreeMap<>());
    parts.put("regions", new TreeSet<>(Set.of("r")));
    parts.put("hazards", Collections.emptySortedSet());
    return parts;
  }

  /** Another one of each of them. */
  private static Map<String, Object> others() {
    Map<String, Object> parts = new TreeMap<>();
    Governance governance = new Governance(null);
    SovereigntyPolicy policy =
        read(
            SovereigntyPolicy.class,
            "{metadata: {name: p}, spec: {rules: [{name: state, rule: zone-state}]}}");
    governance.add(policy, findings(policy));
    parts.put("governance", governance);
    Priorities priorities = new Priorities();
    PriorityClass high = read(PriorityClass.class, "{metadata: {name: high}, value: 1}");
    priorities.add(high, findings(high));
    parts.put("priorities", priorities);
    parts.put(
        "externalNames",
        new ExternalNames(
            List.of(
                read(
                    Service.class,
                    "{metadata: {name: s, namespace: n}, spec: {type: ExternalName, externalName: e}}"))));
    parts.put("zones", new TreeSet<>(Set.of("z", "other")));
    parts.put(
        "labels",
        Map.of("z", new ZoneLabels(new TreeMap<>(), new TreeSet<>(), new TreeSet<>(Set.of("k")))));
    parts.put("elsewhere", new TreeSet<>(Set.of("z")));
    parts.put("karmada", new TreeSet<>(Set.of("z")));
    parts.put("managed", new TreeSet<>(Set.of("z")));
    parts.put(
        "providers",
        new TreeMap<>(Map.of("p", new Provider("p", "P", null, null, List.of(), null, List.of()))));
    parts.put("regions", new TreeSet<>(Set.of("other")));
    parts.put("hazards", new TreeSet<>(Set.of("flood")));
    return parts;
  }

  private static ReferableNames of(Map<String, Object> parts) throws ReflectiveOperationException {
    RecordComponent[] components = ReferableNames.class.getRecordComponents();
    Object[] values =
        Arrays.stream(components).map(component -> parts.get(component.getName())).toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return (ReferableNames) ReferableNames.class.getDeclaredConstructor(types).newInstance(values);
  }

  private static Findings findings(HasMetadata object) {
    return new Findings(ObjectRef.of(object), new ArrayList<>(), new ArrayList<>());
  }

  private static <T> T read(Class<T> type, String text) {
    return Serialization.unmarshal("---\n" + text, type);
  }
}
