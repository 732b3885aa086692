package cloud.bleu.delivery.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two trees have one fingerprint when they say the same. */
class FingerprintTest {

  /** The first two examples of FIPS 180-4 for SHA-256, and the digest of nothing. */
  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + " 248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  })
  void ofATextItIsItsSha256(String text, String digest) {
    assertEquals(digest, Fingerprint.text(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{a: 1, b: 2}            | {b: 2, a: 1}            | true",
        "{a: {x: 1, y: 2}}       | {a: {y: 2, x: 1}}       | true",
        "[{a: 1, b: 2}]          | [{b: 2, a: 1}]          | true",
        "{a: [1, 2]}             | {a: [2, 1]}             | false",
        "{a: 1}                  | {a: '1'}                | false",
        "{a: 1}                  | {a: 1, b: null}         | false",
        "{a: {}}                 | {a: []}                 | false",
        "{a: {b: c}}             | {a: 'b: c'}             | false",
        "{a: b}                  | {b: a}                  | false",
      })
  void orderOfKeysDoesNotMatterAndAllElseDoes(String one, String other, boolean same) {
    if (same) {
      assertEquals(Fingerprint.of(tree(one)), Fingerprint.of(tree(other)));
    } else {
      assertNotEquals(Fingerprint.of(tree(one)), Fingerprint.of(tree(other)));
    }
  }

  @Test
  void whatIsNoTreeHasNone() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertThrows(IllegalArgumentException.class, () -> Fingerprint.of(itself));
  }

  private static Object tree(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, Object.class);
  }
}
