package cloud.bleu.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.faults.Answer;
import cloud.bleu.layers.OperatorLog;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.MeterRegistry;

/** How an API server refuses a write in the namespace shop, and whether people are told of it. */
public enum SaidRefusal {
  /**
   * Whoever deletes a namespace knows, and each object in it would say so. Servers say so with 403,
   * with which most writers take it for the end of their object, and nothing is refused: this one
   * is for what is left.
   */
  ENDING_NAMESPACE(
      422,
      "objects \"web\" is forbidden: unable to create new content in namespace shop because it is"
          + " being terminated",
      false),
  QUOTA(403, "objects \"web\" is forbidden: exceeded quota: small, requested: 1, used: 3", true),
  RIGHTS(403, "objects is forbidden: User \"bleu\" cannot create resource \"objects\"", true);

  private final int code;
  private final String words;
  private final boolean told;

  SaidRefusal(int code, String words, boolean told) {
    this.code = code;
    this.words = words;
    this.told = told;
  }

  /** What comes of such a request in the client. */
  public KubernetesClientException exception() {
    return new KubernetesClientException(
        new StatusBuilder().withStatus("Failure").withCode(code).withMessage(words).build());
  }

  /** The answer of the server. */
  public Answer answer() {
    return Answer.json(code, Serialization.asJson(exception().getStatus()));
  }

  /**
   * One object suffers by it: that counts, and the log says so where people are to be told.
   *
   * @param said what {@link RefusedWrites} has said
   */
  public void assertTold(RefusedWrites.Write write, MeterRegistry registry, OperatorLog said) {
    assertEquals(
        1, registry.get("bleu.writes.refused").tag("write", write.name()).gauge().value(), "count");
    assertEquals(told ? 1 : 0, said.lines().size(), said::toString);
  }
}
