package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesResourceUtil;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that the API server can send stops an informer. */
class TotalityTest {
  private static BleuWorkloadSpec workload(String spec) {
    return Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: a}, spec: "
                + spec
                + "}",
            BleuWorkload.class)
        .getSpec();
  }

  @Test
  void unknownFieldsAndValuesAreRead() {
    BleuWorkloadSpec spec =
        workload(
            "{dataClasses: [Lunar], layers: [XaaS], newerField: {a: 1}, workload: {pods: {selector:"
                + " {}}}, resilience: {spread: [{over: Galaxy, newer: 1}], failover: {after:"
                + " soon}}}");
    assertEquals(List.of("Lunar"), spec.dataClasses());
    assertEquals("Galaxy", spec.resilience().spread().get(0).over());
    assertEquals("soon", spec.resilience().failover().after());
    assertNull(spec.workload().deployment());
  }

  @Test
  void nullsAndEmptyObjectsAreRead() {
    BleuWorkloadSpec spec =
        workload(
            "{layers: null, policies: [null, p], residency: null, placement: {affinity: [{}]}}");
    assertEquals(List.of(), spec.layers());
    assertEquals(List.of("p"), spec.policies());
    assertEquals(List.of(), spec.residency().zones().allow());
    assertNull(spec.placement().affinity().get(0).with());
    assertNull(spec.workload());
  }

  @Test
  void quantitiesAndCountsAreIntegersOrStrings() {
    assertEquals(
        Map.of("cpu", "4", "memory", "8Gi"),
        workload("{workload: {external: {kind: VM, requests: {cpu: 4, memory: 8Gi}}}}")
            .workload()
            .external()
            .requests());
    assertEquals(
        List.of("6", "50%"),
        workload("{resilience: {tolerate: [{of: Site, keep: 6}, {of: Zone, keep: 50%}]}}")
            .resilience()
            .tolerate()
            .stream()
            .map(Resilience.Tolerate::keep)
            .toList());
  }

  @Test
  void daysAreReadAsTheyAreWritten() {
    CloudProvider provider =
        Serialization.unmarshal(
            "---\n{kind: CloudProvider, apiVersion: placement.bleu.cloud/v1alpha1, metadata: {name: a},"
                + " spec: {offerings: [{name: o, qualifications: [{scheme: SecNumCloud, state:"
                + " Qualified, validFrom: 2026-01-05}]}]}}",
            CloudProvider.class);
    assertEquals(
        "2026-01-05", provider.getSpec().offerings().get(0).qualifications().get(0).validFrom());
  }

  @Test
  void aBrokenPodTemplateIsReadAsItIs() {
    Map<String, Object> template =
        workload("{workload: {deployment: {template: {spec: {containers: none}}}}}")
            .workload()
            .deployment()
            .template();
    assertEquals(Map.of("spec", Map.of("containers", "none")), template);
  }

  @Test
  void everyKindIsReadWithoutSpecOrStatus() {
    for (Class<? extends HasMetadata> kind : CrdFiles.KINDS) {
      assertNotNull(
          Serialization.unmarshal(
              "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: "
                  + kind.getSimpleName()
                  + ", metadata: {name: a}}",
              kind));
    }
  }

  /** What is empty is mostly not written, and informers hand out copies that were written. */
  @Test
  void anEmptyCollectionIsTheSameInACopy() throws Exception {
    List<String> lost = new ArrayList<>();
    for (Class<?> part : parts()) {
      for (RecordComponent component : part.getRecordComponents()) {
        Object empty =
            component.getType() == List.class
                ? List.of()
                : component.getType() == Map.class ? Map.of() : null;
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        if (empty != null && !empty.equals(accessor.invoke(copy(part, component, empty)))) {
          lost.add(part.getName() + "." + component.getName());
        }
      }
    }
    assertEquals(List.of(), lost);
  }

  /** Found by their files: a search by the name of the package opens every library. */
  private static List<Class<?>> parts() throws Exception {
    Path product =
        Path.of(ObjectPart.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String name = ObjectPart.class.getPackageName();
    List<Class<?>> parts = new ArrayList<>();
    try (Stream<Path> files = Files.list(product.resolve(name.replace('.', '/')))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
        Class<?> found =
            Class.forName(name + "." + file.getFileName().toString().replace(".class", ""));
        if (ObjectPart.class.isAssignableFrom(found) && found.isRecord()) {
          parts.add(found);
        }
      }
    }
    assertTrue(parts.contains(Resilience.Tolerate.class), "they are elsewhere: " + parts);
    return parts;
  }

  private static Object copy(Class<?> part, RecordComponent component, Object value) {
    Object read = Serialization.jsonMapper().convertValue(Map.of(component.getName(), value), part);
    return Serialization.unmarshal(Serialization.asJson(read), part);
  }

  /** Else it looks for one in every library, twice each time it is asked for an operation. */
  @Test
  void theClientFindsTheListOfEveryKind() {
    for (Class<? extends HasMetadata> kind : CrdFiles.KINDS) {
      assertEquals(
          kind.getSimpleName() + "List",
          KubernetesResourceUtil.inferListType(kind).getSimpleName());
    }
  }

  @Test
  void whatIsEmptyIsNotWritten() {
    WorkloadPlacement placement = new WorkloadPlacement();
    placement.setSpec(
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("a", "u"),
            List.of(new Assignment("z", 0, null, null)),
            null,
            null));
    assertEquals(
        "{\"workloadRef\":{\"name\":\"a\",\"uid\":\"u\"},\"assignments\":[{\"zone\":\"z\",\"replicas\":0}]}",
        Serialization.asJson(placement.getSpec()));
  }
}
