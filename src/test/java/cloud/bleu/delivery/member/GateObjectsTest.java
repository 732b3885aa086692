package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words for gates that could not be read. */
class GateObjectsTest {

  /** The client says 0 or -1 for the code of an answer that never came. */
  @ParameterizedTest
  @CsvSource({
    "0, its API server does not answer",
    "-1, its API server does not answer",
    "503, the API server answered 503",
  })
  void whatIsNoAnswerIsSaidSo(int code, String words) {
    assertEquals(
        words,
        GateObjects.words(
            new KubernetesClientException("Get https://10.0.0.1/: refused", code, null)));
  }
}
