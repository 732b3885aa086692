package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.operator.Manifest;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A rule of one's own that compares the day: no fact says when it turns. */
class LapseForecastTest {
  /** From the tenth on in Europe/Paris. */
  private static final Instant END = Instant.parse("2027-01-09T23:00:00Z");

  private final LapseForecast lapses = new LapseForecast();

  @Test
  void whatAnExpressionSaysOfALaterDayIsAhead() {
    assertNull(ahead(Duration.ofDays(91)), "it is farther off than any notice");
    Lapse lapse = ahead(Duration.ofDays(90));
    assertNotNull(lapse);
    assertEquals(END, lapse.on());
    assertEquals(
        List.of("contract ExpressionFalse"),
        lapse.verdicts().stream().map(v -> v.rule() + " " + v.code()).toList());
    assertEquals(END, ahead(Duration.ofHours(1)).on());
    assertNull(ahead(Duration.ZERO), "it has come");
  }

  /** Day after day, so that each search goes on from the one of the day before. */
  @Test
  void comesIntoSightOnTheDayOnWhichASearchFromNothingSeesIt() {
    for (int days = 95; days > 0; days--) {
      Duration before = Duration.ofDays(days);
      assertEquals(new LapseForecastTest().ahead(before), ahead(before), days + " days before");
    }
    assertNull(ahead(Duration.ZERO), "it has come");
  }

  private @Nullable Lapse ahead(Duration before) {
    Translation translation = EstateTranslator.translate(objects(), END.minus(before), Map.of());
    assertEquals(List.of(), translation.problems());
    Estate estate = translation.estate();
    Decision decision = Planner.plan(estate).decisions().get(0);
    if (before.isZero()) {
      assertEquals(
          List.of("ExpressionFalse"),
          decision.rejected().get("fr-a").stream().map(Verdict::code).toList());
    } else {
      assertEquals(1, decision.assignments().size(), decision.toString());
    }
    return lapses
        .of(estate, Map.of(decision.id(), decision), Map.of(), id -> new FactDates(estate).all())
        .get(decision.id());
  }

  private static ApiObjects objects() {
    return ApiObjects.NONE
        .with(
            CloudProvider.class,
            List.of(
                (CloudProvider)
                    Manifest.object(
                        """
                    apiVersion: placement.bleu.cloud/v1alpha1
                    kind: CloudProvider
                    metadata: {name: acme}
                    spec: {displayName: Acme, offerings: [{name: base, layers: [CaaS], regions: [north]}]}
                    """)))
        .with(
            AvailabilityZone.class,
            List.of(
                (AvailabilityZone)
                    Manifest.object(
                        """
                    apiVersion: placement.bleu.cloud/v1alpha1
                    kind: AvailabilityZone
                    metadata: {name: fr-a}
                    spec:
                      provider: acme
                      offerings: [base]
                      region: north
                      site: s
                      capacity: {cpu: "10", memory: 10Gi, largestNode: {cpu: "4", memory: 4Gi}}
                    """)))
        .with(
            SovereigntyPolicy.class,
            List.of(
                (SovereigntyPolicy)
                    Manifest.object(
                        """
                    apiVersion: placement.bleu.cloud/v1alpha1
                    kind: SovereigntyPolicy
                    metadata: {name: ours}
                    spec:
                      appliesTo: {dataClasses: [Sensitive]}
                      rules:
                      - name: contract
                        action: Enforce
                        expression: "zone.region != 'north' || now < timestamp('2027-01-09T23:00:00Z')"
                    """)))
        .with(
            BleuWorkload.class,
            List.of(
                (BleuWorkload)
                    Manifest.object(
                        """
                    apiVersion: placement.bleu.cloud/v1alpha1
                    kind: BleuWorkload
                    metadata: {name: web, namespace: n, uid: u, generation: 1}
                    spec:
                      replicas: 1
                      dataClasses: [Ordinary]
                      policies: [ours]
                      workload:
                        deployment:
                          template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "1", memory: 1Gi}}}]}}
                    """)));
  }
}
