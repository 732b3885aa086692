package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Test;

/** Only the version that this process left is no news; what anybody wrote since is. */
class OwnWritesTest {

  private final OwnWrites own = new OwnWrites();

  @Test
  void isTheLastVersionOfTheVeryObject() {
    assertFalse(own.contains(object("a", "1")));
    own.add(object("a", "2"));
    assertTrue(own.contains(object("a", "2")));
    assertFalse(own.contains(object("a", "3")));
    assertFalse(own.contains(object("b", "2")));
    own.add(object("a", "4"));
    assertFalse(own.contains(object("a", "2")));
    assertTrue(own.contains(object("a", "4")));
  }

  @Test
  void whatHasNoVersionIsNews() {
    own.add(object("a", null));
    assertFalse(own.contains(object("a", null)));
  }

  private static ConfigMap object(String uid, String version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withUid(uid)
        .withResourceVersion(version)
        .endMetadata()
        .build();
  }
}
