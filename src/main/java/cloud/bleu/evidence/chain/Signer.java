package cloud.bleu.evidence.chain;

import java.io.IOException;

/** Whoever holds the key. */
public interface Signer {

  /**
   * The Ed25519 signature of some bytes.
   *
   * @throws IOException when there is none in time; the message says why
   */
  byte[] sign(byte[] bytes) throws IOException, InterruptedException;
}
