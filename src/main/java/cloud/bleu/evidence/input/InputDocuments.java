package cloud.bleu.evidence.input;

import cloud.bleu.evidence.chain.ChainFault.Code;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.record.Digest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The documents of an export, each compared with the digest that it is named by. May be used by
 * several threads.
 */
public final class InputDocuments {

  private static final Pattern NAME = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Path directory;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Set<String> whole = ConcurrentHashMap.newKeySet();

  /**
   * @param directory of the export
   */
  public InputDocuments(Path directory) {
    this.directory = directory;
  }

  /** A document is not there, or is not the one that was recorded. */
  public static final class NotHereException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Code code;

    NotHereException(Code code, String message) {
      super(message, null, false, false);
      this.code = code;
    }

    public Code code() {
      return code;
    }
  }

  /**
   * The text of a document.
   *
   * @throws NotHereException when it is missing or changed
   * @throws IllegalArgumentException when that is no digest
   * @throws IOException when it cannot be read
   */
  public String text(String digest) throws IOException {
    if (!isName(digest)) {
      throw new IllegalArgumentException("a document is named by something else than its digest");
    }
    asked.add(digest);
    Path file = EvidenceFiles.input(directory, digest);
    String name = EvidenceFiles.INPUTS + "/" + file.getFileName();
    String text;
    try {
      text = EvidenceFiles.text(file);
    } catch (NoSuchFileException e) {
      throw new NotHereException(Code.InputMissing, name + " is missing");
    } catch (EvidenceFiles.NotRegularException e) {
      throw new NotHereException(Code.NotRegular, name + ": " + e.getReason());
    } catch (IllegalArgumentException e) {
      throw new NotHereException(Code.InputChanged, name + " is " + e.getMessage());
    }
    if (!("sha256:" + Digest.hexOf(text)).equals(digest)) {
      throw new NotHereException(Code.InputChanged, name + " is not what its name says");
    }
    return text;
  }

  /** Whether a text can be the digest of a document. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Says that all was asked for that a root leads to. */
  public void whole(String root) {
    whole.add(root);
  }

  /** Whether {@link #whole} was called for this root. */
  public boolean isWhole(String root) {
    return whole.contains(root);
  }

  /** The digests of all that was asked for. */
  public Set<String> asked() {
    return asked;
  }
}
