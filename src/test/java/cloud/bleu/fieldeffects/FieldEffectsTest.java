package cloud.bleu.fieldeffects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** No field of a spec is accepted and ignored: each has a row, and each row shows an effect. */
@Tag("wiring")
class FieldEffectsTest {

  private static Map<String, List<Row>> tables() {
    Map<String, List<Row>> tables = new TreeMap<>();
    tables.put(
        "AvailabilityZone",
        Stream.of(
                AvailabilityZoneEffects.rows(),
                ZoneHealthEffects.rows(),
                ZoneNoticeEffects.rows(),
                TrafficEffects.ofZones())
            .flatMap(List::stream)
            .toList());
    tables.put(
        "BleuWorkload",
        Stream.of(
                BleuWorkloadEffects.rows(), RequirementEffects.rows(), TrafficEffects.ofWorkloads())
            .flatMap(List::stream)
            .toList());
    tables.put(
        "CloudProvider",
        Stream.of(CloudProviderEffects.rows(), ProviderOperationsEffects.rows())
            .flatMap(List::stream)
            .toList());
    tables.put("DecisionLedger", DecisionLedgerEffects.rows());
    tables.put("MigrationPlan", MigrationPlanEffects.rows());
    tables.put("PlacementGate", PlacementGateEffects.rows());
    tables.put("ResilienceDrill", ResilienceDrillEffects.rows());
    tables.put("SovereigntyPolicy", SovereigntyPolicyEffects.rows());
    tables.put("SovereigntyWaiver", SovereigntyWaiverEffects.rows());
    tables.put("WorkloadPlacement", WorkloadPlacementEffects.rows());
    return tables;
  }

  @TestFactory
  Stream<DynamicNode> everyRowShowsItsEffect() {
    return tables().entrySet().stream()
        .map(
            table ->
                DynamicContainer.dynamicContainer(
                    table.getKey(),
                    table.getValue().stream()
                        .map(row -> DynamicTest.dynamicTest(row.path(), row::observe))));
  }

  @TestFactory
  Stream<DynamicTest> everyFieldHasARow() {
    return SpecFields.byKind().entrySet().stream()
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind.getKey(),
                    () ->
                        assertEquals(
                            String.join("\n", kind.getValue()),
                            tables().getOrDefault(kind.getKey(), List.of()).stream()
                                .map(Row::path)
                                .collect(Collectors.toCollection(TreeSet::new))
                                .stream()
                                .collect(Collectors.joining("\n")),
                            "fields of the schema, and fields with a row")));
  }
}
