package cloud.bleu.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.placement.evacuation.LossGroup;
import cloud.bleu.placement.evacuation.ValueCheck;
import cloud.bleu.placement.model.Contingency;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An evacuation plan as it is read, where it lacks what the schema asks for. */
class EvacuationConversionTest {

  /** Keeps what it is told of. */
  private static final class Told implements ValueCheck {
    private final List<String> missing = new ArrayList<>();

    @Override
    public int count(@Nullable Integer replicas, String path) {
      return replicas == null ? 0 : replicas;
    }

    @Override
    public Contingency.Event event(String text, String path) {
      return Contingency.Event.of(text);
    }

    @Override
    public void missing(String path) {
      missing.add(path);
    }
  }

  /** What stays are the items that have their names, also one that is called null. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          evacuation: [{losses: [{from: [a]}, {event: site s, from: [b]}]}] | evacuation[0].losses[0].event | site s
          evacuation: [{losses: [{event: site s, moves: [{to: b, replicas: 1}, {from: a, to: c, replicas: 2}]}]}] | evacuation[0].losses[0].moves[0].from | site s, a to c 2
          evacuation: [{zones: [a], keeps: 1}, {losses: [{event: site s, moves: [{from: a, replicas: 1}]}]}] | evacuation[1].losses[0].moves[0].to | site s
          evacuation: [{zones: [a], evicts: [{namespace: n, name: w, zone: z, replicas: 1}, {name: w, zone: z, replicas: 1}]}] | evacuation[0].evicts[1].namespace | n/w in z 1
          evacuation: [{zones: [a], evicts: [{namespace: n, zone: z, replicas: 1}]}] | evacuation[0].evicts[0].name |
          evacuation: [{zones: [a], evicts: [{namespace: n, name: w, replicas: 1}]}] | evacuation[0].evicts[0].zone |
          contingency: [{moves: [{from: a, to: b, replicas: 1}]}, {event: site s}] | contingency[0].event | site s
          contingency: [{event: site s, moves: [{from: a, replicas: 1}, {from: a, to: b, replicas: 1}], evicts: [{namespace: n, name: w, replicas: 1}]}] | contingency[0].moves[0].to, contingency[0].evicts[0].zone | site s, a to b 1
          """)
  void whatHasNoNameIsPassedOver(String plan, String missing, @Nullable String stays) {
    Told told = new Told();
    List<LossGroup> read = EvacuationConversion.read(spec(plan), told).groups();
    assertEquals("spec." + missing.replace(", ", ", spec."), String.join(", ", told.missing));
    assertEquals(stays == null ? "" : stays, words(read));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> EvacuationConversion.read(spec(plan), ValueCheck.AS_WRITTEN));
    assertEquals(told.missing.get(0) + " is missing", refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evacuation: [{otherZones: true, to: [{zones: [b], through: d, replicas: 2}], keeps: 3}]",
        "evacuation: [{zones: [a], to: [{zones: [b], replicas: 2}], apart: [{from: [site s, a],"
            + " last: [b]}, {from: [c]}]}]",
        "evacuation: [{zones: ['null'], losses: [{event: zone null, from: [a], moves: [{from:"
            + " 'null', to: b, replicas: 1}]}], evicts: [{namespace: 'null', name: 'null', zone:"
            + " 'null', replicas: 1}], keeps: 0}]"
      })
  void whatIsWrittenIsReadAsItWas(String plan) {
    WorkloadPlacementSpec spec = spec(plan);
    List<LossGroup> read = EvacuationConversion.read(spec, ValueCheck.AS_WRITTEN).groups();
    assertEquals(spec.evacuation(), EvacuationConversion.readable(read));
    assertEquals(spec.evacuation(), EvacuationConversion.written(read, 1), "it is short");
  }

  private static WorkloadPlacementSpec spec(String plan) {
    return Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: WorkloadPlacement, spec: {"
                + plan
                + "}}",
            WorkloadPlacement.class)
        .getSpec();
  }

  private static String words(List<LossGroup> groups) {
    List<String> words = new ArrayList<>();
    for (LossGroup group : groups) {
      for (LossGroup.Loss loss : group.losses()) {
        words.add(loss.event().toString());
        loss.moves().forEach(m -> words.add(m.from() + " to " + m.to() + " " + m.replicas()));
      }
      group.evicts().forEach(e -> words.add(e.workload() + " in " + e.zone() + " " + e.replicas()));
    }
    return String.join(", ", words);
  }
}
