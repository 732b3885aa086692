package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words for what came of a probe are those of the schema. */
class ProbeStateTest {

  @Test
  void wordsAreThoseOfTheSchema() throws Exception {
    Schema schema =
        Arrays.stream(Probe.class.getRecordComponents())
            .filter(component -> component.getName().equals("state"))
            .map(component -> component.getAnnotation(Schema.class))
            .findFirst()
            .orElse(null);
    if (schema == null) {
      schema = Probe.class.getDeclaredField("state").getAnnotation(Schema.class);
    }
    assertEquals(Stream.of(ProbeState.values()).map(Enum::name).toList(), List.of(schema.values()));
  }

  @Test
  void probeHasOneAtMost() {
    for (ProbeState one : ProbeState.values()) {
      Probe probe = new Probe("p", one.name(), null, null);
      assertEquals(List.of(one), Stream.of(ProbeState.values()).filter(s -> s.is(probe)).toList());
      assertFalse(one.is(new Probe("p", null, null, null)));
    }
  }
}
