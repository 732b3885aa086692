package cloud.bleu.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drills as people write them, against two zones. */
class DrillTranslatorTest {

  private static final Estate ESTATE =
      Estates.estate()
          .zone(
              Estates.zone("fr-a").site("par7s").region("north").hazard("flood", "seine").cpu(4),
              Estates.zone("fr-b").site("lyon").region("south").cpu(4))
          .build();

  private static DrillTranslator.Read read(String spec) {
    return DrillTranslator.read(
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: ResilienceDrill
            metadata: {name: d}
            spec: %s
            """
                .formatted(spec),
            ResilienceDrill.class),
        ESTATE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {scope: {zone: fr-a}}                             | zone fr-a
          {scope: {site: lyon}}                             | site lyon
          {scope: {region: south}}                          | region south
          {scope: {hazard: {kind: flood, value: seine}}}    | hazard flood seine
          """)
  void aLossThatZonesNameIsRead(String spec, String name) {
    DrillOrder order = Objects.requireNonNull(read(spec).order());
    assertEquals(name, order.loss().name());
    assertEquals(1, order.loss().zones().size());
    assertNull(order.schedule());
  }

  @Test
  void aProviderLosesAllOfItsZones() {
    String provider = ESTATE.zones().get(0).provider();
    DrillOrder order =
        Objects.requireNonNull(read("{scope: {provider: " + provider + "}}").order());
    assertEquals(Set.of("fr-a", "fr-b"), order.loss().zones());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {scope: {zone: fr-c}}                           | spec.scope.zone: there is no AvailabilityZone "fr-c" (did you mean fr-a?); accepted: fr-a, fr-b; correct the name
          {scope: {site: par7}}                           | spec.scope.site: there is no site "par7" (did you mean par7s?)
          {scope: {region: nort}}                         | spec.scope.region: there is no region "nort" (did you mean north?)
          {scope: {provider: nobody}}                     | spec.scope.provider: there is no CloudProvider with zones "nobody"
          {scope: {hazard: {kind: flod, value: seine}}}   | spec.scope.hazard.kind: there is no hazard "flod" (did you mean flood?)
          {scope: {hazard: {kind: flood, value: sein}}}   | spec.scope.hazard.value: there is no flood "sein" (did you mean seine?)
          {scope: {hazard: {kind: flood, value: ?}}}      | spec.scope.hazard.value: there is no flood "?"
          {scope: {zone: fr-a, site: par7s}}              | spec.scope: names several losses; accepted: exactly one of zone, site, region, provider, hazard
          {scope: {}}                                     | spec.scope: names nothing that is lost
          {}                                              | spec.scope: names nothing that is lost
          {scope: {zone: fr-a}, mode: Real}               | spec.mode: unknown value "Real"; accepted: Shadow, Live
          {scope: {zone: fr-a}, mode: Live}               | spec: a live drill moves replicas, and says not when and how many
          {scope: {zone: fr-a}, mode: Live, window: {opens: 0 22 * * 6, duration: 4h}} | spec: a live drill moves replicas
          {scope: {zone: fr-a}, mode: Live, window: {opens: 0 25 * * 6, duration: 4h}, budget: {replicas: 4}} | spec.window.opens: not a schedule: "0 25 * * 6"
          {scope: {zone: fr-a}, mode: Live, window: {opens: 0 22 * * 6, duration: 4}, budget: {replicas: 4}} | spec.window.duration
          {scope: {zone: fr-a}, schedule: 0 25 * * *}     | spec.schedule: not a schedule: "0 25 * * *"
          {scope: {zone: fr-a}, schedule: 0 0 30 2 *}     | spec.schedule: not a schedule: "0 0 30 2 *": no month that it names has a day that it names; accepted: minute, hour, day of month, month and day of week, or @monthly and the like; write it like "0 6 1 * *", in quotes
          {scope: {zone: fr-a}, mode: Live, window: {opens: "0 0 30,31 2 *", duration: 4h}, budget: {replicas: 4}} | spec.window.opens: not a schedule: "0 0 30,31 2 *": no month
          {scope: {zone: fr-a}, timeZone: Europe/Pari}    | spec.timeZone: not a time zone: "Europe/Pari", did you mean Europe/Paris?
          {scope: {zone: fr-a}, maxAge: soon}             | spec.maxAge: not a duration: "soon"
          """)
  void whatIsWrongIsSaidWithItsPlace(String spec, String message) {
    DrillTranslator.Read read = read(spec);
    assertNull(read.order(), spec);
    String all = read.problems().stream().map(Problem::text).collect(Collectors.joining("; "));
    assertTrue(all.startsWith(message), all);
  }

  /** Everything that is wrong is said at once. */
  @Test
  void allOfItIsSaid() {
    assertEquals(3, read("{scope: {zone: x}, schedule: x, maxAge: x}").problems().size());
  }

  @Test
  void aScheduleThatIsRightHasANextInstant() {
    DrillOrder order =
        Objects.requireNonNull(
            read("{scope: {zone: fr-a}, schedule: 0 6 1 * *, timeZone: UTC, suspend: true}")
                .order());
    assertNotNull(order.schedule());
    assertTrue(order.suspended());
  }
}
