package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which changes of an object are told. */
class SpecChangesTest {

  private final AtomicInteger told = new AtomicInteger();
  private final SpecChanges<ConfigMap> changes = new SpecChanges<>(told::incrementAndGet);

  private static ConfigMap object(String uid, long generation) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withUid(uid)
        .withGeneration(generation)
        .endMetadata()
        .build();
  }

  @Test
  void whatComesOrGoesIsTold() {
    changes.onAdd(object("a", 1));
    assertEquals(1, told.get());
    changes.onDelete(object("a", 1), false);
    assertEquals(2, told.get());
  }

  @Test
  void anotherSpecIsToldAndAnotherStatusIsNot() {
    changes.onUpdate(object("a", 1), object("a", 1));
    assertEquals(0, told.get());
    changes.onUpdate(object("a", 1), object("a", 2));
    assertEquals(1, told.get());
  }

  /** Such as a zone that was replaced while its watch was away: the first generation again. */
  @Test
  void objectThatWasDeletedAndCreatedAnewIsTold() {
    changes.onUpdate(object("a", 1), object("b", 1));
    assertEquals(1, told.get());
  }
}
