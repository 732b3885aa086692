package cloud.bleu.operator.config;

import cloud.bleu.placement.model.Cidr;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The networks in which the operator may ask what zones say in {@code spec.health.probes}. Who
 * writes a zone is not who runs the operator: without this list its network would be theirs.
 *
 * @param listed ranges of addresses; empty: no probe is asked
 */
public record ProbeNetworks(List<Cidr> listed) {

  /** No probe is asked. */
  public static final ProbeNetworks NONE = new ProbeNetworks(List.of());

  private static final List<Cidr> NEVER =
      cidrs(
          // The machine itself, its own network, metadata of clouds, and what is no single address.
          "0.0.0.0/8",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "224.0.0.0/3",
          "::/127",
          "fe80::/10",
          "fd00:ec2::/32",
          "ff00::/8");

  /** An address of IPv4 within one of IPv6: its first byte, and the range that has it there. */
  private record Embedding(Cidr range, int at) {}

  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(cidr("::/96"), 12),
          new Embedding(cidr("::ffff:0:0/96"), 12),
          new Embedding(cidr("64:ff9b::/96"), 12),
          new Embedding(cidr("2002::/16"), 2));

  public ProbeNetworks {
    listed = List.copyOf(listed);
  }

  /**
   * Those that are typed.
   *
   * @throws IllegalArgumentException when one is no range of addresses; the message says what to do
   */
  public static ProbeNetworks of(Collection<String> typed) {
    List<Cidr> networks = new ArrayList<>();
    for (String text : typed) {
      Cidr network = Cidr.parse(text.strip());
      if (network == null) {
        throw new IllegalArgumentException(
            text
                + " is no range of addresses: write it like 198.51.100.0/24 or 2001:db8::/32, with"
                + " zeros behind the prefix, and one address like 198.51.100.7/32");
      }
      networks.add(network);
    }
    return new ProbeNetworks(networks);
  }

  /** Whether no probe is asked at all. */
  public boolean isEmpty() {
    return listed.isEmpty();
  }

  /**
   * Whether an address may be asked. Those of the machine itself, of links, of metadata services
   * and of groups, and those of the API server, only where they are listed one by one.
   *
   * @param apiServer addresses of it
   */
  public boolean allows(InetAddress address, Set<InetAddress> apiServer) {
    Cidr one = single(address.getAddress());
    if (listed.contains(one)) {
      return true;
    }
    return !apiServer.contains(address)
        && !isBarred(address)
        && listed.stream().anyMatch(network -> network.contains(one));
  }

  private static boolean isBarred(InetAddress address) {
    Cidr one = single(address.getAddress());
    if (NEVER.stream().anyMatch(network -> network.contains(one))) {
      return true;
    }
    if (address instanceof Inet4Address) {
      return false;
    }
    for (Embedding embedding : EMBEDDINGS) {
      if (embedding.range().contains(one)) {
        Cidr within =
            single(
                Arrays.copyOfRange(
                    address.getAddress(), embedding.at(), embedding.at() + Integer.BYTES));
        return NEVER.stream().anyMatch(network -> network.contains(within));
      }
    }
    return false;
  }

  private static Cidr single(byte[] address) {
    int bits = address.length * Byte.SIZE;
    return new Cidr(bits, new BigInteger(1, address), bits);
  }

  private static List<Cidr> cidrs(String... texts) {
    return Arrays.stream(texts).map(ProbeNetworks::cidr).toList();
  }

  private static Cidr cidr(String text) {
    Cidr cidr = Cidr.parse(text);
    if (cidr == null) {
      throw new IllegalStateException(text);
    }
    return cidr;
  }
}
