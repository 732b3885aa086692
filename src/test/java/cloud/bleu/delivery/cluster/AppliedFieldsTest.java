package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose field is whose after a create that an apply goes on from. */
class AppliedFieldsTest {

  private static final String CREATED =
      """
      manager: us
      operation: Update
      fieldsV1: {"f:spec": {"f:replicas": {}, "f:template": {"f:x": {}}}}
      """;
  private static final String APPLIED =
      """
      manager: us
      operation: Apply
      fieldsV1: {"f:spec": {"f:replicas": {}, "f:paused": {}}}
      """;
  private static final String SCALED =
      """
      manager: us
      operation: Update
      fieldsV1: {"f:spec": {"f:replicas": {}}}
      """;
  private static final String STATUS =
      """
      manager: us
      operation: Update
      subresource: status
      fieldsV1: {"f:status": {}}
      """;
  private static final String THEIRS =
      """
      manager: them
      operation: Update
      fieldsV1: {"f:spec": {"f:paused": {}}}
      """;

  @Test
  void whatWasCreatedCountsAsApplied() {
    assertEquals(
        List.of(entry(THEIRS), entry(STATUS), entry(CREATED.replace("Update", "Apply"))),
        AppliedFields.adopt(List.of(entry(CREATED), entry(THEIRS), entry(STATUS)), "us"));
  }

  @Test
  void bothAreOneSet() {
    List<ManagedFieldsEntry> adopted =
        AppliedFields.adopt(List.of(entry(APPLIED), entry(CREATED)), "us");
    assertEquals(1, adopted.size());
    assertEquals(
        entry(
            """
            manager: us
            operation: Apply
            fieldsV1: {"f:spec": {"f:replicas": {}, "f:paused": {}, "f:template": {"f:x": {}}}}
            """),
        adopted.get(0));
  }

  @Test
  void nothingMovesWhenEveryFieldIsAppliedAlready() {
    assertNull(AppliedFields.adopt(List.of(entry(APPLIED), entry(SCALED)), "us"));
    assertNull(AppliedFields.adopt(List.of(entry(THEIRS), entry(STATUS)), "us"));
    assertNull(AppliedFields.adopt(List.of(), "us"));
  }

  private static ManagedFieldsEntry entry(String yaml) {
    return Serialization.unmarshal(yaml, ManagedFieldsEntry.class);
  }
}
