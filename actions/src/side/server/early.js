(()=>{let H=[],E=new Set,K,T,P=Element.prototype,G=(e,n)=>P.getAttribute.call(e,n),
post=(h,k)=>fetch(h.url,{method:"POST",body:h.data,redirect:"manual",keepalive:k}).catch(()=>{}),
edit=e=>E.add(e.target),
L={submit(e){let f=e.target,b=e.submitter,of=n=>(b&&G(b,"form"+n))??G(f,n)??"",u=of("action");
if(!u.startsWith("/_limosa/a/")||of("method").toLowerCase()!="post"||!/^(_self)?$/.test(of("target")))return;
e.preventDefault();if(H.some(h=>h.form==f))return;P.setAttribute.call(f,"aria-busy","true");
H.push({form:f,url:u,data:new FormData(f,b),multipart:/^m/i.test(of("enctype"))});T??=setTimeout(release,1e4)},
input:edit,change:edit,
click(e){let a=e.target.closest("a[href]");if(a&&H[0]&&!a.target&&!e.ctrlKey&&!e.metaKey&&!e.shiftKey)e.preventDefault(K=a)},
pagehide(){H.splice(0).map(h=>post(h,true))}},
take=()=>{clearTimeout(T);for(let n in L)removeEventListener(n,L[n],true);return{held:H,edited:E,link:()=>K}},
release=async()=>{take();let l=K?0:H.pop(),d=document,f=d.createElement("form");for(let h of H)await post(h);if(K)location=K.href;if(!l)return;
f.method="post";f.action=l.url;if(l.multipart)f.enctype="multipart/form-data";
for(let[n,v]of l.data){let i=d.createElement("input"),t;i.name=n;if(v.size==null){i.type="hidden";i.value=v}else{i.type="file";t=new DataTransfer;if(v.name)t.items.add(v);i.files=t.files}f.append(i)}
f.hidden=true;d.body.append(f);f.submit()};
for(let e of document.querySelectorAll("input,textarea,select"))if(e.options?e.selectedIndex!=Math.max(0,[...e.options].findIndex(o=>o.defaultSelected)):e.value!=e.defaultValue||e.checked!=e.defaultChecked)E.add(e);
for(let n in L)addEventListener(n,L[n],true);window.$limosaEarly={take,release}})()
