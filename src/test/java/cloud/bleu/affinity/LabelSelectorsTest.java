package cloud.bleu.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Label selectors mean what the API server takes them for. */
class LabelSelectorsTest {
  private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "");

  @Test
  void anAbsentSelectorMatchesNothingAnEmptyOneEverything() {
    assertFalse(LabelSelectors.matches(null, LABELS));
    assertTrue(LabelSelectors.matches(new LabelSelector(), LABELS));
    assertTrue(LabelSelectors.matches(new LabelSelector(), Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matchLabels: {app: web} | true",
        "matchLabels: {app: db} | false",
        "matchLabels: {app: web, tier: ''} | true",
        "matchLabels: {app: web, zone: a} | false",
        "matchExpressions: [{key: app, operator: In, values: [db, web]}] | true",
        "matchExpressions: [{key: app, operator: In, values: [db]}] | false",
        "matchExpressions: [{key: zone, operator: In, values: [a]}] | false",
        "matchExpressions: [{key: app, operator: NotIn, values: [db]}] | true",
        "matchExpressions: [{key: app, operator: NotIn, values: [web]}] | false",
        // NotIn matches what has no such label
        "matchExpressions: [{key: zone, operator: NotIn, values: [a]}] | true",
        "matchExpressions: [{key: tier, operator: Exists}] | true",
        "matchExpressions: [{key: zone, operator: Exists}] | false",
        "matchExpressions: [{key: zone, operator: DoesNotExist}] | true",
        "matchExpressions: [{key: tier, operator: DoesNotExist}] | false",
        // all of them must hold
        "{matchLabels: {app: web}, matchExpressions: [{key: tier, operator: DoesNotExist}]} | false",
        "matchExpressions: [{key: app, operator: Exists}, {key: zone, operator: Exists}] | false",
        // what the API server would refuse matches nothing
        "matchExpressions: [{key: app, operator: Is, values: [web]}] | false",
        "matchExpressions: [{key: app}] | false",
        "matchExpressions: [{key: app, operator: In}] | false",
        "matchExpressions: [{key: zone, operator: NotIn}] | false",
        "matchExpressions: [{key: app, operator: Exists, values: [web]}] | false",
      })
  void matches(String selector, boolean matches) {
    assertEquals(
        matches,
        LabelSelectors.matches(
            Serialization.unmarshal("---\n" + selector, LabelSelector.class), LABELS));
  }

  /** As kubectl and the API server write and read them in one line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "matchLabels: {tier: '', app: web} | app=web,tier=",
        "matchExpressions: [{key: app, operator: In, values: [web, db]}] | app in (db,web)",
        "matchExpressions: [{key: app, operator: NotIn, values: [db]}] | app notin (db)",
        "matchExpressions: [{key: app, operator: Exists}, {key: zone, operator: DoesNotExist}]"
            + " | app,!zone",
        "{matchLabels: {app: web}, matchExpressions: [{key: zone, operator: Exists}]}"
            + " | app=web,zone",
      })
  void text(String selector, String text) {
    assertEquals(
        text,
        LabelSelectors.text(Serialization.unmarshal("---\n" + selector, LabelSelector.class)));
  }
}
